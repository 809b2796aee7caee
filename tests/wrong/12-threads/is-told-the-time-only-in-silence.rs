//! Looks at the time when a read timed out, and never when octets have come.
//!
//! fails: the_server_looks_at_the_time_when_octets_have_come

        // ANCHOR: wait
        loop {
            let now = Instant::now();
            let deadline = self.connection.deadline(now).unwrap_or(now);
            let was_idle = self.connection.is_idle();
            match self.read(deadline, now) {
                Ok(0) => return Ok(self.connection.end_of_input()?),
                Ok(_) => return Ok(()),
                Err(error) if error.kind() == ErrorKind::TimedOut => {
                    self.connection.timed_out(Instant::now())?;
                    if matches!(self.connection.next(), Next::Linger | Next::Close) {
                        return Ok(());
                    }
                }
                Err(error) => return Err(error.into()),
            }
        }
        // ANCHOR_END: wait
