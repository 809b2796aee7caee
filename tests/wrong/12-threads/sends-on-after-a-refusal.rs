//! Goes on sending to a server that has refused the rest, until it has been patient enough.
//!
//! fails: the_client_hears_a_response_while_it_sends

        // ANCHOR: meanwhile
        let mut last_moved = Instant::now();
        while !self.output.is_empty() {
            let mut moved = self.flush_some()?;
            while !self.connection.is_complete() && self.timed.transport().has_input()? {
                moved = true;
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
