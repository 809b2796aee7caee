//! Waits for content without telling the client that it may come.
//!
//! fails: nothing_yet

// ANCHOR: continue
        let _ = output;
// ANCHOR_END: continue
