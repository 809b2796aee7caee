//! Reads as long as something comes; the client waits for its response.
//!
//! fails: no_reset_destroys_the_response
//! fails: the_server_takes_a_field_however_it_is_written
//! fails: the_server_reads_until_the_empty_line
//! fails: the_server_takes_the_request_line_apart
//! fails: the_server_reads_no_body_without_a_length
//! fails: the_server_reads_as_much_as_the_length_says
//! fails: the_server_finds_the_length_in_any_letter_case
//! fails: the_server_finds_the_page
//! fails: the_server_says_404_where_there_is_no_page
//! fails: the_server_says_405_and_which_methods_there_are
//! fails: the_server_finds_the_name_in_the_form
//! fails: the_server_decodes_what_a_form_sends
//! fails: the_server_shows_markup_as_text
//! fails: the_server_prints_what_it_was_asked
//! fails: every_response_says_where_it_ends
//! fails: the_server_outlives_every_client
//! fails: the_server_trusts_no_length

    // ANCHOR: read_body
    let mut body = beginning;
    let mut client = client;
    client.read_to_end(&mut body)?;
    body.truncate(length);
    Ok(body)
    // ANCHOR_END: read_body
