//! Takes every zero for an unused part of the buffer.
//!
//! fails: the_server_shows_bytes_that_are_not_text

// ANCHOR: receive
    let mut message = vec![0; size];
    stream.read(&mut message)?;
    message.retain(|byte| *byte != 0);
    Ok(message)
// ANCHOR_END: receive
