//! Breaks the connection off when its client has closed its side.
//!
//! fails: the_server_answers_a_request_that_was_cut_off
//! fails: the_server_does_not_wait_for_ever_when_it_ends
//! fails: the_server_finishes_the_responses_in_flight
//! fails: the_server_gives_a_place_to_the_next_client

        // ANCHOR: wait
        loop {
            let now = Instant::now();
            let deadline = self.connection.deadline(now).unwrap_or(now);
            let was_idle = self.connection.is_idle();
            match self.read(deadline, now) {
                Ok(0) => return Err(io::Error::from(ErrorKind::UnexpectedEof).into()),
                Ok(_) => {
                    if !was_idle {
                        self.connection.timed_out(Instant::now())?;
                    }
                    return Ok(());
                }
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
