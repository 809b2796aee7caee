//! Says the end of a request that was cut off to nobody, and reads it again and again.
//!
//! fails: the_server_answers_a_request_that_was_cut_off
//! fails: the_server_gives_a_place_to_the_next_client

        // ANCHOR: wait
        loop {
            let now = Instant::now();
            let deadline = self.connection.deadline(now).unwrap_or(now);
            let was_idle = self.connection.is_idle();
            match self.read(deadline, now) {
                Ok(0) if was_idle => return Ok(self.connection.end_of_input()?),
                Ok(0) => return Ok(()),
                Ok(_) if was_idle => return Ok(()),
                Ok(_) => return Ok(self.connection.timed_out(Instant::now())?),
                Err(error) if error.kind() == ErrorKind::TimedOut => self.connection.timed_out(Instant::now())?,
                Err(error) => return Err(error.into()),
            }
            if matches!(self.connection.next(), Next::Linger | Next::Close) {
                return Ok(());
            }
        }
        // ANCHOR_END: wait
