//! Knows the length of the page by heart.
//!
//! fails: content_length_counts_bytes_not_characters

// ANCHOR: content_length
    head.push("Content-Length: 50".to_owned());
// ANCHOR_END: content_length
