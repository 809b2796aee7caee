//! Keeps the connection open and waits for a reply that never comes.
//!
//! fails: the_client_sends_its_message_and_nothing_else
//! fails: the_client_sends_text_as_utf8
//! fails: the_client_sends_an_empty_message
//! fails: the_client_sends_all_of_a_long_message
//! fails: the_client_connects_to_the_address_it_is_given
//! fails: the_client_goes_on_after_a_write_that_took_a_part

// ANCHOR: send
    use std::io::Read;
    stream.write_all(message)?;
    let mut reply = [0; 1024];
    let count = stream.read(&mut reply)?;
    writeln!(io::stdout(), "{}", cli::text(&reply[..count]))
// ANCHOR_END: send
