//! Does not wait until the deadline: looks every few milliseconds whether something has come.
//!
//! fails: the_server_sleeps_while_its_clients_do

        // ANCHOR: wait
        loop {
            let now = Instant::now();
            let _ = self.connection.deadline(now);
            let was_idle = self.connection.is_idle();
            match self.read(now, now) {
                Ok(0) => return Ok(self.connection.end_of_input()?),
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
