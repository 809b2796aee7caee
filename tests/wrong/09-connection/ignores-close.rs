//! Looks for keep-alive only where it matters, and never for close.
//!
//! fails: nothing_yet

// ANCHOR: persists
    version >= Version::HTTP_11 || fields.lists("Connection", "keep-alive")
// ANCHOR_END: persists
