//! Does not say that the answer is complete when content is left.
//!
//! fails: nothing_yet

// ANCHOR: answered
        if !self.asked.persists {
            self.outgoing = Outgoing::Complete;
            self.incoming = Incoming::Over;
        } else if matches!(self.incoming, Incoming::Complete) {
            self.next_request();
        }
// ANCHOR_END: answered
