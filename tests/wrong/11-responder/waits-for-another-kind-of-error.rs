//! Looks for the error of the socket, which the layer between has turned into another.
//!
//! fails: the_server_closes_an_idle_connection_without_a_word
//! fails: the_server_gives_up_a_head_that_does_not_end
//! fails: the_server_gives_up_content_that_does_not_come
//! fails: the_server_gives_up_content_that_comes_too_slowly

        // ANCHOR: wait
        loop {
            let now = Instant::now();
            let deadline = self.connection.deadline(now).unwrap_or(now);
            let was_idle = self.connection.is_idle();
            match self.read(deadline, now) {
                Ok(0) => return Ok(self.connection.end_of_input()?),
                Ok(_) => {
                    if !was_idle {
                        self.connection.timed_out(Instant::now())?;
                    }
                    return Ok(());
                }
                Err(error) if error.kind() == ErrorKind::WouldBlock => {
                    self.connection.timed_out(Instant::now())?;
                    if matches!(self.connection.next(), Next::Linger | Next::Close) {
                        return Ok(());
                    }
                }
                Err(error) => return Err(error.into()),
            }
        }
        // ANCHOR_END: wait
