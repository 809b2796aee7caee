//! Keeps the connection open for exactly HTTP/1.1.
//!
//! fails: nothing_yet

// ANCHOR: persists
    if fields.lists("Connection", "close") {
        return false;
    }
    version == Version::HTTP_11 || fields.lists("Connection", "keep-alive")
// ANCHOR_END: persists
