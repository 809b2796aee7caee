//! Closes its side while the message is still in a buffer of its own.
//!
//! fails: the_client_connects_to_the_address_it_is_given
//! fails: the_client_sends_its_message_and_nothing_else
//! fails: the_client_sends_text_as_utf8

// ANCHOR: send
    let mut writer = io::BufWriter::new(&stream);
    writer.write_all(message)?;
    stream.shutdown(Shutdown::Write)
// ANCHOR_END: send
