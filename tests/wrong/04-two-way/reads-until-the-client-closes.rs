//! Reads until the client closes, which waits for the reply: a deadlock.
//!
//! fails: a_client_that_never_closes_is_given_up
//! fails: a_client_that_sends_without_end_is_given_up
//! fails: the_reply_is_its_bytes_and_then_the_connection_closes
//! fails: the_server_discards_in_order_what_it_does_not_read
//! fails: the_server_outlives_resets_at_every_stage
//! fails: the_server_reads_a_browsers_request_whole
//! fails: the_server_reads_no_more_than_the_size_it_is_given
//! fails: the_server_replies_while_the_client_keeps_its_side_open
//! fails: the_two_programs_print_the_transcript
//! fails: what_comes_after_the_reply_is_taken_and_not_answered
//! fails: what_was_read_is_off_the_socket
//! fails: the_server_waits_for_a_client_that_takes_its_time
//! fails: what_one_read_returned_is_the_message

// ANCHOR: receive
    let mut message = Vec::with_capacity(size);
    stream.read_to_end(&mut message)?;
    Ok(message)
// ANCHOR_END: receive
