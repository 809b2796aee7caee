//! Never tells the layer below what time it is after a read that brought content.
//!
//! fails: the_client_gives_up_a_server_that_drips

        // ANCHOR: wait_for_server
        let now = Instant::now();
        let deadline = self.connection.deadline(now).unwrap_or(now);
        if deadline <= now {
            return Ok(self.connection.timed_out(now)?);
        }
        let ended = match self.read(deadline.max(now + self.patience), now) {
            Ok(0) => self.connection.end_of_input(),
            Ok(_) => return Ok(()),
            Err(error) if error.kind() == ErrorKind::TimedOut => {
                return Ok(self.connection.timed_out(Instant::now())?);
            }
            Err(error) if is_broken(&error) => match self.connection.end_of_input() {
                Err(error @ ResponseError::NoResponse) => Err(error),
                _ => return Err(error.into()),
            },
            Err(error) => return Err(error.into()),
        };
        ended?.map_or(Ok(()), each).map_err(ExchangeError::Caller)
        // ANCHOR_END: wait_for_server
