//! Moves the deadline on by one octet for each write.
//!
//! fails: the_server_waits_for_a_client_that_reads_enough

            // ANCHOR: pace
            if now >= pace.end() {
                return Err(ErrorKind::TimedOut.into());
            }
            pace.deadline(1, now);
            // ANCHOR_END: pace
