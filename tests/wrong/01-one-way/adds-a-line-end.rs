//! Sends a line end after the message.
//!
//! fails: the_client_sends_its_message_and_nothing_else
//! fails: the_client_sends_text_as_utf8
//! fails: the_client_sends_an_empty_message
//! fails: the_client_sends_all_of_a_long_message
//! fails: the_client_connects_to_the_address_it_is_given
//! fails: the_client_goes_on_after_a_write_that_took_a_part

// ANCHOR: send
    stream.write_all(message)?;
    stream.write_all(b"\n")?;
    stream.shutdown(Shutdown::Write)
// ANCHOR_END: send
