//! Gives the server the whole time again whenever octets of its response come.
//!
//! fails: the_client_gives_up_a_server_that_drips

// ANCHOR: response_deadline
        self.state.waiting.forget();
        Some(self.state.waiting.deadline(wait, &self.settings.timeouts, now))
// ANCHOR_END: response_deadline
