//! Gives the client up and reports success: the next response follows in the middle of this one.
//!
//! fails: the_server_gives_up_a_client_that_does_not_read
//! fails: the_server_gives_up_a_client_that_only_sends

            // ANCHOR: pace
            if now >= pace.end() {
                return Ok(());
            }
            pace.deadline(count as u64, now);
            // ANCHOR_END: pace
