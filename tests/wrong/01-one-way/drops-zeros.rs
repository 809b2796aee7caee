//! Takes zeros for unused parts of the buffer.
//!
//! fails: the_server_shows_bytes_that_are_not_text

// ANCHOR: receive
    let mut message = Vec::new();
    stream.read_to_end(&mut message)?;
    message.retain(|&byte| byte != 0);
    Ok(message)
// ANCHOR_END: receive
