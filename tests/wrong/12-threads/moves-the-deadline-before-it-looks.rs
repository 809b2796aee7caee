//! Moves the deadline on first, and so to a moment that is always to come while octets go out.
//!
//! fails: the_server_gives_up_a_client_that_reads_too_little

            // ANCHOR: pace
            if now >= pace.deadline(count as u64, now) {
                return Err(ErrorKind::TimedOut.into());
            }
            // ANCHOR_END: pace
