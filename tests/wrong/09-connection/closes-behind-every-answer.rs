//! One request a connection.
//!
//! fails: nothing_yet

// ANCHOR: keep
        false
// ANCHOR_END: keep
