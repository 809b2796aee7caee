//! Compares what is left with what must have gone.
//!
//! fails: the_server_gives_up_a_client_that_does_not_read

            // ANCHOR: pace
            if left > 0 && began.elapsed() >= self.write_timeout && left < self.least {
                return Err(ErrorKind::TimedOut.into());
            }
            // ANCHOR_END: pace
