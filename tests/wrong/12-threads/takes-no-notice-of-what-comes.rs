//! Counts only what goes out as a sign of life.
//!
//! fails: the_client_does_not_give_up_while_a_response_comes

        // ANCHOR: meanwhile
        let mut last_moved = Instant::now();
        while self.connection.sends_content() && !self.output.is_empty() {
            let moved = self.flush_some()?;
            while !self.connection.is_complete() && self.timed.transport().has_input()? {
                self.wait(each)?;
                self.receive(each)?;
            }
            let now = Instant::now();
            if moved {
                last_moved = now;
            } else if now.saturating_duration_since(last_moved) >= self.patience {
                return Err(io::Error::from(ErrorKind::TimedOut).into());
            }
        }
        Ok(())
        // ANCHOR_END: meanwhile
