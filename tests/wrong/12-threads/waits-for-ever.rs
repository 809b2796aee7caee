//! Goes on waiting when the time is over.
//!
//! fails: the_server_waits_for_nobody_when_it_turns_clients_away
//! fails: the_server_closes_an_idle_connection_without_a_word
//! fails: the_server_gives_up_a_head_that_does_not_end
//! fails: the_server_gives_up_content_that_does_not_come
//! fails: the_server_gives_up_content_that_comes_too_slowly
//! fails: the_server_looks_at_the_time_when_octets_have_come

        // ANCHOR: wait
        loop {
            let now = Instant::now();
            let deadline = self.connection.deadline(now).unwrap_or(now);
            match self.read(deadline, now) {
                Ok(0) => return Ok(self.connection.end_of_input()?),
                Ok(_) => return Ok(()),
                Err(error) if error.kind() == ErrorKind::TimedOut => {}
                Err(error) => return Err(error.into()),
            }
        }
        // ANCHOR_END: wait
