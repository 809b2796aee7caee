//! Refuses a request without Content-Length.
//!
//! fails: the_server_reads_until_the_empty_line
//! fails: the_server_takes_the_request_line_apart
//! fails: the_server_says_400_to_a_field_that_is_none
//! fails: the_server_says_400_to_a_request_line_that_is_none
//! fails: the_server_says_400_to_a_head_that_is_no_text
//! fails: the_server_answers_nothing_that_has_no_end
//! fails: the_server_gives_up_a_request_that_does_not_end
//! fails: the_server_reads_no_body_without_a_length
//! fails: the_server_says_400_to_a_length_that_is_no_number
//! fails: the_server_finds_the_page
//! fails: the_server_says_404_where_there_is_no_page
//! fails: the_server_prints_what_it_was_asked
//! fails: the_server_outlives_every_client

    // ANCHOR: content_length
    let (_, value) = request.fields.iter().find(|(name, _)| name.eq_ignore_ascii_case("Content-Length"))?;
    value.parse().ok()
    // ANCHOR_END: content_length
