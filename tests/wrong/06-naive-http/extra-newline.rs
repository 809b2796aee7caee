//! Sends a line end after the page that no length counts.
//!
//! fails: content_length_says_where_the_page_ends
//! fails: content_length_counts_bytes_not_characters

// ANCHOR: assemble
    head.join(line_end) + line_end + line_end + &body + "\n"
// ANCHOR_END: assemble
