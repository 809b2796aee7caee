//! Takes the length of the whole reply for the length of its body.
//!
//! fails: content_length_says_where_the_page_ends
//! fails: content_length_counts_bytes_not_characters

// ANCHOR: content_length
    head.push(format!("Content-Length: {}", head.join("\r\n").len() + body.len()));
// ANCHOR_END: content_length
