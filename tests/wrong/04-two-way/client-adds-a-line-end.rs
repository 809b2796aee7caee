//! Sends a line end after the message.
//!
//! fails: the_client_sends_every_message_whole
//! fails: the_client_sends_its_message_and_prints_the_reply
//! fails: the_two_programs_print_the_transcript
//! fails: the_client_sends_its_message_and_nothing_else

// ANCHOR: send
    stream.write_all(&[message, b"\n"].concat())
// ANCHOR_END: send
