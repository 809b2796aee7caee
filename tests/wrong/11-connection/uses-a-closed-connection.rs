//! Sends the next request on a connection that somebody has said to close.
//!
//! fails: the_client_connects_anew_when_the_server_said_close

// ANCHOR: reusable
        matches!(self.awaited, Awaited::Nothing) && matches!(self.sent, Sent::Nothing | Sent::Complete)
// ANCHOR_END: reusable
