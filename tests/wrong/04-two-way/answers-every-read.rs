//! Takes every read for a message of its own and answers each, until the client closes.
//!
//! fails: a_client_that_never_closes_is_given_up
//! fails: a_client_that_sends_without_end_is_given_up
//! fails: the_reply_is_its_bytes_and_then_the_connection_closes
//! fails: the_server_discards_in_order_what_it_does_not_read
//! fails: the_server_reads_no_more_than_the_size_it_is_given
//! fails: the_two_programs_print_the_transcript
//! fails: what_comes_after_the_reply_is_taken_and_not_answered
//! fails: what_was_read_is_off_the_socket
//! fails: the_server_waits_for_a_client_that_takes_its_time
//! fails: what_one_read_returned_is_the_message

// ANCHOR: serve
    loop {
        let message = receive(&mut stream, args.buffer.into())?;
        if message.is_empty() {
            return close(stream, Duration::from_millis(args.patience));
        }
        answer(&mut stream, &message)?;
    }
// ANCHOR_END: serve
