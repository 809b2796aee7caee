//! Answers 408 on a connection on which nothing was asked.
//!
//! fails: the_server_closes_an_idle_connection_without_a_word

        // ANCHOR: wait
        loop {
            let now = Instant::now();
            let deadline = self.connection.deadline(now).unwrap_or(now);
            let was_idle = self.connection.is_idle();
            match self.read(deadline, now) {
                Ok(0) => return Ok(self.connection.end_of_input()?),
                Ok(_) if was_idle => return Ok(()),
                Ok(_) => return Ok(self.connection.timed_out(Instant::now())?),
                Err(error) if error.kind() == ErrorKind::TimedOut && was_idle => {
                    let late = b"HTTP/1.1 408 Request Timeout\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
                    self.output.extend_from_slice(late);
                    self.flush()?;
                    self.connection.timed_out(Instant::now())?;
                }
                Err(error) if error.kind() == ErrorKind::TimedOut => self.connection.timed_out(Instant::now())?,
                Err(error) => return Err(error.into()),
            }
            if matches!(self.connection.next(), Next::Linger | Next::Close) {
                return Ok(());
            }
        }
        // ANCHOR_END: wait
