//! Waits for ever.
//!
//! fails: the_server_gives_up_a_client_that_drips
//! fails: the_server_ends_a_connection_that_rests_too_long
//! fails: the_server_gives_up_a_request_that_does_not_end

// ANCHOR: timed_out
        let _ = now;
        Ok(())
// ANCHOR_END: timed_out
