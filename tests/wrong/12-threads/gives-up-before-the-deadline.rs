//! Gives up as long as the deadline is to come.
//!
//! fails: the_server_waits_for_a_client_that_reads_enough
//! fails: the_server_gives_nobody_up_because_of_a_signal

            // ANCHOR: pace
            if now < pace.end() {
                return Err(ErrorKind::TimedOut.into());
            }
            pace.deadline(count as u64, now);
            // ANCHOR_END: pace
