//! Goes on when the client says both keep-alive and close.
//!
//! fails: nothing_yet

// ANCHOR: persists
    if fields.lists("Connection", "keep-alive") {
        return true;
    }
    version >= Version::HTTP_11 && !fields.lists("Connection", "close")
// ANCHOR_END: persists
