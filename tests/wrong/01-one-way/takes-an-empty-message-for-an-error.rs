//! Takes a client that sends nothing for a failure.
//!
//! fails: the_server_takes_an_empty_message

// ANCHOR: receive
    let mut message = Vec::new();
    let count = stream.read_to_end(&mut message)?;
    if count == 0 {
        return Err(io::ErrorKind::UnexpectedEof.into());
    }
    Ok(message)
// ANCHOR_END: receive
