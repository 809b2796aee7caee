//! Adds and subtracts without looking at the size of the numbers.
//!
//! fails: the_server_ends_a_range_at_the_end_of_the_content
//! fails: the_server_refuses_ranges_without_a_single_octet

// ANCHOR: within
        let range = match self {
            Self::FromTo(first, last) => first..(last + 1).min(length),
            Self::From(first) => first..length,
            Self::Suffix(count) => length - count..length,
        };
        (range.start < range.end).then_some(range)
// ANCHOR_END: within
