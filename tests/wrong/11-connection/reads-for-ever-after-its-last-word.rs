//! Waits anew for the close whenever octets come after the last response.
//!
//! fails: the_server_gives_up_a_client_that_drips

// ANCHOR: deadline
        if wait == Wait::Close {
            self.state.waiting.forget();
        }
        Some(self.state.waiting.deadline(wait, &self.settings.timeouts, now))
// ANCHOR_END: deadline
