//! Counts one of the two line ends after the page, not both.
//!
//! fails: content_length_says_where_the_page_ends
//! fails: content_length_counts_bytes_not_characters

// ANCHOR: content_length
    head.push(format!("Content-Length: {}", body.trim_end().len() + 1));
// ANCHOR_END: content_length
