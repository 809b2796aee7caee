//! Takes HTTP/1.0 for HTTP/1.1.
//!
//! fails: nothing_yet

// ANCHOR: persists
    !fields.lists("Connection", "close")
// ANCHOR_END: persists
