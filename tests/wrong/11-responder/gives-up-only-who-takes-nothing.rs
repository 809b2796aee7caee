//! Gives up only who takes not one octet.
//!
//! fails: the_server_gives_up_a_client_that_reads_too_little

            // ANCHOR: pace
            if left > 0 && began.elapsed() >= self.write_timeout && count == 0 {
                return Err(ErrorKind::TimedOut.into());
            }
            // ANCHOR_END: pace
