//! Gives the client up and reports success: the next answer follows in the middle of this one.
//!
//! fails: the_server_gives_up_a_client_that_does_not_read

            // ANCHOR: pace
            if left > 0 && began.elapsed() >= self.write_timeout && count < self.least {
                return Ok(());
            }
            // ANCHOR_END: pace
