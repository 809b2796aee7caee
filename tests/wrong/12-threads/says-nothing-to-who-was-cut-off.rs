//! Throws the error of a request away that ended in the middle.
//!
//! fails: the_server_answers_a_request_that_was_cut_off

        // ANCHOR: wait
        loop {
            let now = Instant::now();
            let deadline = self.connection.deadline(now).unwrap_or(now);
            let was_idle = self.connection.is_idle();
            match self.read(deadline, now) {
                Ok(0) => {
                    let _ = self.connection.end_of_input();
                    return Ok(());
                },
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
