//! Ends lines with one of the two bytes.
//!
//! fails: an_empty_line_ends_the_head
//! fails: content_length_counts_bytes_not_characters
//! fails: content_length_says_where_the_page_ends
//! fails: content_type_names_the_charset
//! fails: every_line_of_the_head_ends_with_crlf
//! fails: the_date_is_now
//! fails: the_repaired_page_says_its_text
//! fails: the_status_line_is_complete

// ANCHOR: line_end
    let line_end = "\r";
// ANCHOR_END: line_end
