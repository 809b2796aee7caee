//! Looks whether the time is over before each read, and not after one that brought octets.
//!
//! fails: the_server_looks_at_the_time_when_octets_have_come

        // ANCHOR: wait
        loop {
            let now = Instant::now();
            let deadline = self.connection.deadline(now).unwrap_or(now);
            self.connection.timed_out(now)?;
            if matches!(self.connection.next(), Next::Linger | Next::Close) {
                return Ok(());
            }
            match self.read(deadline, now) {
                Ok(0) => return Ok(self.connection.end_of_input()?),
                Ok(_) => return Ok(()),
                Err(error) if error.kind() == ErrorKind::TimedOut => {}
                Err(error) => return Err(error.into()),
            }
        }
        // ANCHOR_END: wait
