//! Says how long the part is, and not how long the whole is.
//!
//! fails: the_server_counts_ranges_in_the_coded_octets
//! fails: the_server_ends_a_range_at_the_end_of_the_content
//! fails: the_server_outlives_any_field_values

// ANCHOR: content_range
    format!("bytes {}-{}/{}", range.start, range.end.saturating_sub(1), range.end - range.start)
// ANCHOR_END: content_range
