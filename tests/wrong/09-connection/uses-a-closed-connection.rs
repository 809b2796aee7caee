//! Sends the next request on a connection that somebody has said to close.
//!
//! fails: nothing_yet

// ANCHOR: reusable
        matches!(self.incoming, Incoming::Nothing) && matches!(self.outgoing, Outgoing::Nothing | Outgoing::Complete)
// ANCHOR_END: reusable
