//! Waits for the response after each piece, whether any of it has come or not.
//!
//! fails: the_client_takes_back_what_it_sends

        // ANCHOR: meanwhile
        while self.connection.sends_content() && !self.output.is_empty() {
            self.flush_some()?;
            while !self.connection.is_complete() && self.connection.sends_content() {
                self.wait(each)?;
                self.receive(each)?;
            }
        }
        Ok(())
        // ANCHOR_END: meanwhile
