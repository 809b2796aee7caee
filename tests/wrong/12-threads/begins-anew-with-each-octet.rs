//! Gives each read the same time: octet by octet, a head takes as long as the client likes.
//!
//! fails: the_server_gives_up_a_head_that_does_not_end
//! fails: the_server_looks_at_the_time_when_octets_have_come

        // ANCHOR: wait
        loop {
            let now = Instant::now();
            let _ = self.connection.deadline(now);
            match self.read(now + Duration::from_millis(500), now) {
                Ok(0) => return Ok(self.connection.end_of_input()?),
                Ok(_) => return Ok(()),
                Err(error) if error.kind() == ErrorKind::TimedOut => self.connection.timed_out(Instant::now())?,
                Err(error) => return Err(error.into()),
            }
            if matches!(self.connection.next(), Next::Linger | Next::Close) {
                return Ok(());
            }
        }
        // ANCHOR_END: wait
