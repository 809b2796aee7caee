//! Reads on until the client closes, as in lesson 01.
//!
//! fails: the_client_hears_why_it_was_refused
//! fails: the_server_waits_for_a_client_that_takes_its_time
//! fails: the_client_reads_replies_that_are_split_anywhere
//! fails: the_client_refuses_malformed_replies
//! fails: the_client_says_that_a_reply_is_missing
//! fails: the_client_sends_all_requests_and_matches_replies_in_order
//! fails: the_client_shows_errors_and_ends_with_status_1
//! fails: the_client_shows_the_reply_and_ends
//! fails: the_server_answers_a_request
//! fails: the_server_answers_a_thousand_requests_in_order
//! fails: the_server_counts_bytes
//! fails: the_server_ends_a_broken_connection_in_order
//! fails: the_server_forgets_a_frame_that_is_cut_off
//! fails: the_server_goes_on_after_a_write_that_took_a_part
//! fails: the_server_goes_on_after_an_unknown_method
//! fails: the_server_keeps_a_note_for_those_who_have_the_key
//! fails: the_server_keeps_the_beginning_of_the_next_frame
//! fails: the_server_outlives_resets_at_every_stage
//! fails: the_server_reads_a_frame_that_comes_byte_by_byte
//! fails: the_server_reads_a_frame_that_is_split_anywhere
//! fails: the_server_reads_frames_that_are_glued_together
//! fails: the_server_refuses_a_wrong_key_and_goes_on
//! fails: the_server_refuses_text_that_is_not_utf8
//! fails: the_server_reports_the_error_that_is_checked_first
//! fails: the_server_serves_others_while_a_client_stalls
//! fails: the_server_takes_any_bytes_in_a_body
//! fails: the_server_takes_the_largest_frame_and_no_larger_one
//! fails: the_client_waits_for_a_reply_that_takes_its_time

// ANCHOR: body
    if length > BODY_LIMIT {
        return Err(FrameError::TooLarge);
    }
    let mut body = Vec::new();
    from.read_to_end(&mut body)?;
    Ok(body)
// ANCHOR_END: body
