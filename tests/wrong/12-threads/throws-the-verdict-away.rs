//! Tells the layer below that the time is over, and does not hear what it says.
//!
//! fails: the_server_gives_up_a_head_that_does_not_end
//! fails: the_server_gives_up_content_that_does_not_come
//! fails: the_server_gives_up_content_that_comes_too_slowly
//! fails: the_server_looks_at_the_time_when_octets_have_come

        // ANCHOR: wait
        loop {
            let now = Instant::now();
            let deadline = self.connection.deadline(now).unwrap_or(now);
            let was_idle = self.connection.is_idle();
            match self.read(deadline, now) {
                Ok(0) => return Ok(self.connection.end_of_input()?),
                Ok(_) => {
                    if !was_idle {
                        let _ = self.connection.timed_out(Instant::now());
                    }
                    return Ok(());
                }
                Err(error) if error.kind() == ErrorKind::TimedOut => {
                    let _ = self.connection.timed_out(Instant::now());
                    if matches!(self.connection.next(), Next::Linger | Next::Close) {
                        return Ok(());
                    }
                }
                Err(error) => return Err(error.into()),
            }
        }
        // ANCHOR_END: wait
