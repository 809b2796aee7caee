//! Closes without an answer when the client ends in the middle of a request.
//!
//! fails: nothing_yet

// ANCHOR: end_of_input
        self.ended = true;
        if !matches!(self.incoming, Incoming::Complete) {
            self.abort();
        }
        Ok(())
// ANCHOR_END: end_of_input
