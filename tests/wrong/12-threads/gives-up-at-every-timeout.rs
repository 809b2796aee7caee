//! Gives up when the time is over, however much went out in it.
//!
//! fails: the_server_waits_for_a_client_that_reads_enough

            // ANCHOR: pace
            if now >= pace.end() {
                return Err(ErrorKind::TimedOut.into());
            }
            // ANCHOR_END: pace
