//! Tells the layer below the time at which a read began, not that at which it ended.
//!
//! fails: the_server_looks_at_the_time_when_octets_have_come

        // ANCHOR: wait
        loop {
            let now = Instant::now();
            let deadline = self.connection.deadline(now).unwrap_or(now);
            let was_idle = self.connection.is_idle();
            match self.read(deadline, now) {
                Ok(0) => return Ok(self.connection.end_of_input()?),
                Ok(_) if was_idle => return Ok(()),
                Ok(_) => return Ok(self.connection.timed_out(now)?),
                Err(error) if error.kind() == ErrorKind::TimedOut => self.connection.timed_out(now)?,
                Err(error) => return Err(error.into()),
            }
            if matches!(self.connection.next(), Next::Linger | Next::Close) {
                return Ok(());
            }
        }
        // ANCHOR_END: wait
