//! Sends the content of GET in the answer to HEAD.
//!
//! fails: nothing_yet

// ANCHOR: bare
        let bare = framing == Framing::Empty;
// ANCHOR_END: bare
