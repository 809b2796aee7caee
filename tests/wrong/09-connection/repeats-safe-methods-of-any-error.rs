//! Asks again whatever was wrong with the answer.
//!
//! fails: nothing_yet

// ANCHOR: repeat
    let _ = error;
    connection_was_used && method.is_idempotent()
// ANCHOR_END: repeat
