//! Gives the content of a request the whole time again whenever octets of it come.
//!
//! fails: the_server_gives_up_a_client_that_drips

// ANCHOR: deadline
        if wait == Wait::Content {
            self.state.waiting.forget();
        }
        Some(self.state.waiting.deadline(wait, &self.settings.timeouts, now))
// ANCHOR_END: deadline
