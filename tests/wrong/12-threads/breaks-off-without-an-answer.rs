//! Takes a read that timed out for a broken connection: nobody hears what was wrong.
//!
//! fails: the_server_closes_an_idle_connection_without_a_word
//! fails: the_server_gives_up_a_head_that_does_not_end
//! fails: the_server_gives_up_content_that_does_not_come
//! fails: the_server_gives_up_content_that_comes_too_slowly
//! fails: the_server_looks_at_the_time_when_octets_have_come

        // ANCHOR: wait
        let now = Instant::now();
        let deadline = self.connection.deadline(now).unwrap_or(now);
        match self.read(deadline, now)? {
            0 => Ok(self.connection.end_of_input()?),
            _ => Ok(()),
        }
        // ANCHOR_END: wait
