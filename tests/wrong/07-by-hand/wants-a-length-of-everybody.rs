//! Refuses a request without Content-Length.
//!
//! fails: no_reset_destroys_the_response
//! fails: the_server_takes_a_field_however_it_is_written
//! fails: the_server_reads_until_the_empty_line
//! fails: the_server_takes_the_request_line_apart
//! fails: the_server_reads_no_body_without_a_length
//! fails: the_server_finds_the_page
//! fails: the_server_says_404_where_there_is_no_page
//! fails: the_server_prints_what_it_was_asked
//! fails: the_server_outlives_every_client

    // ANCHOR: content_length
    let (_, value) = request.fields.iter().find(|(name, _)| name.eq_ignore_ascii_case("Content-Length"))?;
    value.parse().ok()
    // ANCHOR_END: content_length
