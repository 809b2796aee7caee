//! Waits for a line without a CR.
//!
//! fails: a_request_is_read_before_it_is_answered
//! fails: a_request_is_read_however_its_bytes_come
//! fails: a_request_that_is_no_http_gets_the_page_too
//! fails: a_request_without_an_end_is_given_up
//! fails: an_empty_line_ends_the_head
//! fails: content_length_counts_bytes_not_characters
//! fails: content_length_says_where_the_page_ends
//! fails: content_type_names_the_charset
//! fails: every_line_of_the_head_ends_with_crlf
//! fails: many_clients_are_served_at_once
//! fails: no_reset_destroys_the_reply
//! fails: nothing_stands_before_the_status_line
//! fails: the_date_is_now
//! fails: the_fields_have_a_name_a_colon_and_a_value
//! fails: the_repaired_page_says_its_text
//! fails: the_server_outlives_every_client
//! fails: the_status_line_is_complete

// ANCHOR: read_request
    for line in BufReader::new(client).split(b'\n') {
        if line?.is_empty() {
            return Ok(());
        }
    }
    Err(ErrorKind::UnexpectedEof.into())
// ANCHOR_END: read_request
