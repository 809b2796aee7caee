//! Moves the deadline on by what is still to be sent.
//!
//! fails: the_server_gives_up_a_client_that_does_not_read
//! fails: the_server_gives_up_a_client_that_only_sends
//! fails: the_server_gives_up_a_client_that_reads_too_little

            // ANCHOR: pace
            if now >= pace.end() {
                return Err(ErrorKind::TimedOut.into());
            }
            pace.deadline(left, now);
            // ANCHOR_END: pace
