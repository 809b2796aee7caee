//! Prints the second line where a program writes about itself.
//!
//! fails: a_connection_without_a_byte_is_not_a_message
//! fails: a_silent_client_keeps_nobody_waiting
//! fails: blanks_and_line_ends_are_a_message
//! fails: messages_that_arrived_together_are_one_read
//! fails: the_server_prints_the_message_then_says_that_it_replies
//! fails: the_server_reads_a_browsers_request_whole
//! fails: the_server_reads_no_more_than_the_size_it_is_given
//! fails: the_server_shows_bytes_that_are_not_text
//! fails: the_server_waits_for_a_client_that_takes_its_time
//! fails: the_two_programs_print_the_transcript
//! fails: what_one_read_returned_is_the_message

// ANCHOR: answer
    if message.is_empty() {
        return Ok(());
    }
    writeln!(io::stdout(), "server received: {}", cli::text(message))?;
    cli::note("server sending reply");
    stream.write_all(REPLY)
// ANCHOR_END: answer
