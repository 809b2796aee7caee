//! Gives the whole time anew with each octet.
//!
//! fails: the_server_gives_up_a_client_that_reads_too_little

            // ANCHOR: pace
            if now >= pace.end() {
                return Err(ErrorKind::TimedOut.into());
            }
            if count > 0 {
                *pace = Pace::new(self.wait, self.rate, now);
            }
            // ANCHOR_END: pace
