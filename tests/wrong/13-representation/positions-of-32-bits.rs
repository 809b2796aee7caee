//! Counts positions with 32 bits: what lies beyond 4 GiB wraps around.
//!
//! fails: the_server_ends_a_range_at_the_end_of_the_content
//! fails: the_server_refuses_ranges_without_a_single_octet
//! fails: the_server_sends_parts_of_what_is_longer_than_4_gib

// ANCHOR: within
        let in_32_bits = |number: u64| u64::from(number as u32);
        let (first, end) = match self {
            Self::FromTo(first, last) => (in_32_bits(first), in_32_bits(last).saturating_add(1).min(length)),
            Self::From(first) => (in_32_bits(first), length),
            Self::Suffix(count) => (length.saturating_sub(in_32_bits(count)), length),
        };
        (first < end).then_some(first..end)
// ANCHOR_END: within
