//! Ends the connection, without a word, when the content was not read.
//!
//! fails: nothing_yet

// ANCHOR: answered
        self.outgoing = Outgoing::Complete;
        if self.asked.persists && matches!(self.incoming, Incoming::Complete) {
            self.next_request();
        } else {
            self.incoming = Incoming::Over;
        }
// ANCHOR_END: answered
