//! Takes one write that brought nothing out for a server that takes nothing.
//!
//! fails: the_client_hears_a_response_while_it_sends
//! fails: the_client_takes_back_what_it_sends
//! fails: the_client_does_not_give_up_while_a_response_comes

        // ANCHOR: meanwhile
        while self.connection.sends_content() && !self.output.is_empty() {
            let moved = self.flush_some()?;
            while !self.connection.is_complete() && self.timed.transport().has_input()? {
                self.wait(each)?;
                self.receive(each)?;
            }
            if !moved {
                return Err(io::Error::from(ErrorKind::TimedOut).into());
            }
        }
        Ok(())
        // ANCHOR_END: meanwhile
