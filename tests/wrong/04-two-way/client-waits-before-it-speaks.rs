//! Reads before it sends, as if the server spoke first.
//!
//! fails: the_client_reads_a_reply_longer_than_any_buffer
//! fails: the_client_reads_a_reply_that_comes_in_parts
//! fails: the_client_says_that_no_reply_came
//! fails: the_client_says_that_the_connection_was_reset
//! fails: the_client_sends_every_message_whole
//! fails: the_client_sends_its_message_and_prints_the_reply
//! fails: the_client_shows_a_reply_that_is_not_text
//! fails: the_client_waits_for_a_reply_that_takes_its_time
//! fails: the_two_programs_print_the_transcript
//! fails: the_client_goes_on_after_a_write_that_took_a_part
//! fails: the_client_sends_its_message_and_nothing_else

// ANCHOR: send
    let mut greeting = Vec::new();
    stream.read_to_end(&mut greeting)?;
    stream.write_all(message)
// ANCHOR_END: send
