//! Closes an HTTP/1.1 connection unless the client asks for keep-alive.
//!
//! fails: nothing_yet

// ANCHOR: persists
    !fields.lists("Connection", "close") && fields.lists("Connection", "keep-alive")
// ANCHOR_END: persists
