//! Gives up when the server was just closing the connection.
//!
//! fails: nothing_yet

// ANCHOR: repeat
    let _ = (method, connection_was_used, error);
    false
// ANCHOR_END: repeat
