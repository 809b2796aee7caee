//! Leaves out the octet at the last position.
//!
//! fails: the_server_counts_ranges_in_the_coded_octets
//! fails: the_server_parts_its_parts_by_what_no_content_holds
//! fails: the_server_goes_on_after_every_kind_of_response
//! fails: the_server_outlives_any_field_values
//! fails: the_server_sends_one_part_without_multipart
//! fails: the_server_sends_parts_of_the_same_version_only
//! fails: the_server_sends_parts_of_what_is_longer_than_4_gib
//! fails: the_server_sends_parts_with_the_fields_of_the_whole
//! fails: the_server_sends_several_ranges_in_one_message
//! fails: the_server_sends_the_octets_from_the_first_position_to_the_last

// ANCHOR: within
        let range = match self {
            Self::FromTo(first, last) => first..last.min(length),
            Self::From(first) => first..length,
            Self::Suffix(count) => length.saturating_sub(count)..length,
        };
        (range.start < range.end).then_some(range)
// ANCHOR_END: within
