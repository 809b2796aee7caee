//! Goes on with the next request as soon as the answer is complete, in the middle of the content.
//!
//! fails: nothing_yet

// ANCHOR: answered
        self.outgoing = Outgoing::Complete;
        if self.asked.persists {
            self.next_request();
        } else {
            self.incoming = Incoming::Over;
        }
// ANCHOR_END: answered
