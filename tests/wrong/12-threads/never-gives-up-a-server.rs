//! Tries to write for as long as the server likes to take nothing.
//!
//! fails: the_client_gives_up_a_server_that_takes_nothing

        // ANCHOR: meanwhile
        while self.connection.sends_content() && !self.output.is_empty() {
            self.flush_some()?;
            while !self.connection.is_complete() && self.timed.transport().has_input()? {
                self.wait(each)?;
                self.receive(each)?;
            }
        }
        Ok(())
        // ANCHOR_END: meanwhile
