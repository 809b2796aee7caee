//! Writes the position after the last octet into Content-Range.
//!
//! fails: the_server_counts_ranges_in_the_coded_octets
//! fails: the_server_parts_its_parts_by_what_no_content_holds
//! fails: the_server_ends_a_range_at_the_end_of_the_content
//! fails: the_server_goes_on_after_every_kind_of_response
//! fails: the_server_never_sends_more_for_more_ranges
//! fails: the_server_outlives_any_field_values
//! fails: the_server_sends_a_long_file_in_little_memory
//! fails: the_server_sends_one_part_without_multipart
//! fails: the_server_sends_parts_of_the_same_version_only
//! fails: the_server_sends_parts_of_what_is_longer_than_4_gib
//! fails: the_server_sends_parts_with_the_fields_of_the_whole
//! fails: the_server_sends_several_ranges_in_one_message
//! fails: the_server_sends_the_last_octets
//! fails: the_server_sends_the_octets_from_the_first_position_to_the_last

// ANCHOR: content_range
    format!("bytes {}-{}/{length}", range.start, range.end)
// ANCHOR_END: content_range
