//! Begins the next request where the connection goes on, and does nothing where it ends.
//!
//! fails: nothing_yet

// ANCHOR: answered
        self.outgoing = Outgoing::Complete;
        if self.asked.persists && matches!(self.incoming, Incoming::Complete) {
            self.next_request();
        }
// ANCHOR_END: answered
