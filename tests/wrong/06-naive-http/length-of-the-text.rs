//! Counts the text that stands in the page.
//!
//! fails: content_length_counts_bytes_not_characters
//! fails: content_length_says_where_the_page_ends

// ANCHOR: content_length
    head.push(format!("Content-Length: {}", text.len()));
// ANCHOR_END: content_length
