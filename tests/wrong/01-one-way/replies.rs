//! Thanks the client, which reads nothing.
//!
//! fails: the_server_sends_nothing_back

// ANCHOR: receive
    let mut message = Vec::new();
    stream.read_to_end(&mut message)?;
    stream.write_all(b"server received your message")?;
    Ok(message)
// ANCHOR_END: receive
