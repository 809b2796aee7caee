//! Cuts off the blanks around the message.
//!
//! fails: the_server_prints_a_message_of_several_lines
//! fails: the_server_shows_bytes_that_are_not_text

// ANCHOR: receive
    let mut message = Vec::new();
    stream.read_to_end(&mut message)?;
    Ok(message.trim_ascii().to_vec())
// ANCHOR_END: receive
