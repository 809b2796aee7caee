//! Gives up half a request without a word.
//!
//! fails: the_server_gives_up_a_request_that_does_not_end

// ANCHOR: timed_out
        if self.state.waiting.is_over(now).is_some() {
            self.state.end_input();
            self.abort();
        }
        Ok(())
// ANCHOR_END: timed_out
