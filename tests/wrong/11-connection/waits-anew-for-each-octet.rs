//! Gives the client the whole time again whenever octets come.
//!
//! fails: the_server_gives_up_a_client_that_drips

// ANCHOR: deadline
        self.state.waiting.forget();
        Some(self.state.waiting.deadline(wait, &self.settings.timeouts, now))
// ANCHOR_END: deadline
