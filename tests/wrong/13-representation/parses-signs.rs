//! Reads the numbers of a range with a sign, as the standard library does.
//!
//! fails: the_server_disregards_ranges_that_it_cannot_read
//! fails: the_server_ends_a_range_at_the_end_of_the_content
//! fails: the_server_refuses_ranges_without_a_single_octet

// ANCHOR: number
    std::str::from_utf8(digits).ok()?.parse().ok()
// ANCHOR_END: number
