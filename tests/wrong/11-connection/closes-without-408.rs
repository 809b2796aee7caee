//! Gives up half a request without a word.
//!
//! fails: the_server_gives_up_a_request_that_does_not_end

// ANCHOR: timed_out
        if self.wait.as_ref().is_some_and(|(_, pace)| now >= pace.end()) {
            self.ended = true;
            self.abort();
        }
        Ok(())
// ANCHOR_END: timed_out
