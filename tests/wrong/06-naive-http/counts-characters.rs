//! Counts characters where the client counts bytes.
//!
//! fails: content_length_counts_bytes_not_characters

// ANCHOR: content_length
    head.push(format!("Content-Length: {}", body.chars().count()));
// ANCHOR_END: content_length
