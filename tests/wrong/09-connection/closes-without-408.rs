//! Gives up half a request without a word.
//!
//! fails: nothing_yet

// ANCHOR: timed_out
        if self.wait.as_ref().is_some_and(|(_, pace)| now >= pace.end()) {
            self.ended = true;
            self.abort();
        }
        Ok(())
// ANCHOR_END: timed_out
