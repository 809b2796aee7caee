//! Looks at the message and leaves it on the socket.
//!
//! fails: what_was_read_is_off_the_socket

// ANCHOR: receive
    let mut message = vec![0; size];
    let count = stream.peek(&mut message)?;
    message.truncate(count);
    Ok(message)
// ANCHOR_END: receive
