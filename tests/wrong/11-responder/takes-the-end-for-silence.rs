//! Reads on when the client has closed its side.
//!
//! fails: the_server_gives_a_place_to_the_next_client
//! fails: the_server_finishes_the_answers_in_flight
//! fails: the_server_does_not_wait_for_ever_when_it_ends

        // ANCHOR: wait
        loop {
            let now = Instant::now();
            let deadline = self.connection.deadline(now).unwrap_or(now);
            let was_idle = self.connection.is_idle();
            match self.read(deadline, now) {
                Ok(0) => {}
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
