//! Sends a line end after the reply.
//!
//! fails: the_reply_is_its_bytes_and_then_the_connection_closes
//! fails: the_server_discards_in_order_what_it_does_not_read
//! fails: the_two_programs_print_the_transcript
//! fails: what_comes_after_the_reply_is_taken_and_not_answered
//! fails: what_was_read_is_off_the_socket
//! fails: the_server_waits_for_a_client_that_takes_its_time
//! fails: what_one_read_returned_is_the_message

// ANCHOR: answer
    if message.is_empty() {
        return Ok(());
    }
    writeln!(io::stdout(), "server received: {}", cli::text(message))?;
    writeln!(io::stdout(), "server sending reply")?;
    stream.write_all(REPLY)?;
    stream.write_all(b"\n")
// ANCHOR_END: answer
