//! Goes on reading when the layer below wants to close the connection.
//!
//! fails: the_server_waits_for_nobody_when_it_turns_clients_away
//! fails: the_server_closes_an_idle_connection_without_a_word

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
                Err(error) if error.kind() == ErrorKind::TimedOut => {
                    self.connection.timed_out(Instant::now())?;
                    
                }
                Err(error) => return Err(error.into()),
            }
        }
        // ANCHOR_END: wait
