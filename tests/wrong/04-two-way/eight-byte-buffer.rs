//! Reads once, but into eight bytes.
//!
//! fails: a_connection_without_a_byte_is_not_a_message
//! fails: a_silent_client_keeps_nobody_waiting
//! fails: messages_that_arrived_together_are_one_read
//! fails: the_server_discards_in_order_what_it_does_not_read
//! fails: the_server_outlives_resets_at_every_stage
//! fails: the_server_prints_the_message_then_says_that_it_replies
//! fails: the_server_reads_a_browsers_request_whole
//! fails: the_server_shows_bytes_that_are_not_text
//! fails: the_two_programs_print_the_transcript
//! fails: what_was_read_is_off_the_socket
//! fails: the_server_waits_for_a_client_that_takes_its_time

// ANCHOR: receive
    let mut buffer = [0; 8];
    let count = stream.read(&mut buffer)?;
    Ok(buffer[..count].to_vec())
// ANCHOR_END: receive
