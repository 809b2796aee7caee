//! Says what the number counts.
//!
//! fails: content_length_counts_bytes_not_characters
//! fails: content_length_says_where_the_page_ends

// ANCHOR: content_length
    head.push(format!("Content-Length: {} bytes", body.len()));
// ANCHOR_END: content_length
