//! Sends a single part as a multipart message.
//!
//! fails: the_server_counts_ranges_in_the_coded_octets
//! fails: the_server_ends_a_range_at_the_end_of_the_content
//! fails: the_server_goes_on_after_every_kind_of_response
//! fails: the_server_outlives_any_field_values
//! fails: the_server_sends_a_long_file_in_little_memory
//! fails: the_server_sends_one_part_without_multipart
//! fails: the_server_sends_parts_of_the_same_version_only
//! fails: the_server_sends_parts_of_what_is_longer_than_4_gib
//! fails: the_server_sends_parts_with_the_fields_of_the_whole
//! fails: the_server_sends_the_last_octets
//! fails: the_server_sends_the_octets_from_the_first_position_to_the_last

// ANCHOR: partial
    let mut response = Response::new(Status::PARTIAL_CONTENT);
    let length = representation.source.length();
    let has_fields = representation.validators.etag.is_some() && fields.get("If-Range").is_some();
    set_validators(&mut response, &representation, !has_fields);
    let boundary = boundary();
    let multipart = Multipart { boundary: &boundary, media_type: &representation.media_type, length };
    set_content_fields(&mut response, &representation, &multipart.media_type());
    let pieces = multipart.pieces(parts);
    response.with_content(Content::new(representation.source, pieces))
// ANCHOR_END: partial
