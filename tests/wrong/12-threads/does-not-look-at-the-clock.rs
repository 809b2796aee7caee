//! Takes each write that brings nothing out for a slow client.
//!
//! fails: the_server_gives_nobody_up_because_of_a_signal
//! fails: the_server_waits_for_a_client_that_reads_enough

            // ANCHOR: pace
            if count == 0 {
                return Err(ErrorKind::TimedOut.into());
            }
            pace.deadline(count as u64, now);
            // ANCHOR_END: pace
