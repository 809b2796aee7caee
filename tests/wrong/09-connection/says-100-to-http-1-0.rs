//! Heeds Expect in every version.
//!
//! fails: nothing_yet

// ANCHOR: expects
    framing.length() != Some(0) && head.fields.lists("Expect", "100-continue")
// ANCHOR_END: expects
