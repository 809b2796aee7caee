//! Takes bytes=-5 for the first five octets.
//!
//! fails: the_server_goes_on_after_every_kind_of_response
//! fails: the_server_sends_parts_of_what_is_longer_than_4_gib
//! fails: the_server_sends_several_ranges_in_one_message
//! fails: the_server_sends_the_last_octets

// ANCHOR: within
        let range = match self {
            Self::FromTo(first, last) => first..last.saturating_add(1).min(length),
            Self::From(first) => first..length,
            Self::Suffix(count) => 0..count.min(length),
        };
        (range.start < range.end).then_some(range)
// ANCHOR_END: within
