//! Gives up whenever the time of a write is over, however much went out in it.
//!
//! fails: the_server_waits_for_a_client_that_reads_enough

            // ANCHOR: pace
            if left > 0 && began.elapsed() >= self.write_timeout {
                return Err(ErrorKind::TimedOut.into());
            }
            // ANCHOR_END: pace
