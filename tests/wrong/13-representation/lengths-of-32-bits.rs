//! Says the length of the whole with 32 bits.
//!
//! fails: the_server_sends_parts_of_what_is_longer_than_4_gib

// ANCHOR: content_range
    format!("bytes {}-{}/{}", range.start, range.end.saturating_sub(1), length as u32)
// ANCHOR_END: content_range
