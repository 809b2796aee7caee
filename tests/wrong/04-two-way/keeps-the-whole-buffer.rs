//! Takes the whole buffer for the message, with the zeros after it.
//!
//! fails: a_connection_without_a_byte_is_not_a_message
//! fails: a_silent_client_keeps_nobody_waiting
//! fails: blanks_and_line_ends_are_a_message
//! fails: messages_that_arrived_together_are_one_read
//! fails: the_server_outlives_resets_at_every_stage
//! fails: the_server_prints_the_message_then_says_that_it_replies
//! fails: the_server_shows_bytes_that_are_not_text
//! fails: the_two_programs_print_the_transcript
//! fails: the_server_waits_for_a_client_that_takes_its_time
//! fails: what_one_read_returned_is_the_message

// ANCHOR: receive
    let mut message = vec![0; size];
    stream.read(&mut message)?;
    Ok(message)
// ANCHOR_END: receive
