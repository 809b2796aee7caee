//! Does not know keep-alive.
//!
//! fails: nothing_yet

// ANCHOR: persists
    version >= Version::HTTP_11 && !fields.lists("Connection", "close")
// ANCHOR_END: persists
