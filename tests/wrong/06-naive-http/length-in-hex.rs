//! Writes the length with the base in front.
//!
//! fails: content_length_says_where_the_page_ends
//! fails: content_length_counts_bytes_not_characters

// ANCHOR: content_length
    head.push(format!("Content-Length: {:#x}", body.len()));
// ANCHOR_END: content_length
