//! Takes the first zero byte for the end of the message.
//!
//! fails: the_server_shows_bytes_that_are_not_text

// ANCHOR: receive
    socket.recv_from(buffer)?;
    Ok(buffer.iter().position(|byte| *byte == 0).unwrap_or(buffer.len()))
// ANCHOR_END: receive
