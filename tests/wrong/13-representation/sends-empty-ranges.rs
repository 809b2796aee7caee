//! Sends ranges that have no octet.
//!
//! fails: the_server_goes_on_after_every_kind_of_response
//! fails: the_server_refuses_ranges_without_a_single_octet
//! fails: the_server_sends_one_part_without_multipart
//! fails: the_server_sends_parts_of_what_is_longer_than_4_gib
//! fails: the_server_sends_several_ranges_in_one_message

// ANCHOR: within
        let range = match self {
            Self::FromTo(first, last) => first.min(length)..last.saturating_add(1).min(length),
            Self::From(first) => first.min(length)..length,
            Self::Suffix(count) => length.saturating_sub(count)..length,
        };
        Some(range)
// ANCHOR_END: within
