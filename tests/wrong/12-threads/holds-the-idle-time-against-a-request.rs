//! Holds the time before the first octet against the request that begins with it.
//!
//! fails: the_server_answers_a_request_that_comes_at_the_last_moment

        // ANCHOR: wait
        loop {
            let now = Instant::now();
            let deadline = self.connection.deadline(now).unwrap_or(now);
            let was_idle = self.connection.is_idle();
            match self.read(deadline, now) {
                Ok(0) => return Ok(self.connection.end_of_input()?),
                Ok(_) => return Ok(self.connection.timed_out(Instant::now())?),
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
