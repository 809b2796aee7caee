//! Heeds Expect in every version.
//!
//! fails: the_server_never_says_100_to_http_1_0

// ANCHOR: expects
    framing.length() != Some(0) && head.fields.lists("Expect", "100-continue")
// ANCHOR_END: expects
