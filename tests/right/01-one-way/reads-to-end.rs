//! Lets the standard library loop.

// ANCHOR: receive
    let mut message = Vec::new();
    stream.read_to_end(&mut message)?;
    Ok(message)
// ANCHOR_END: receive

// ANCHOR: send
    io::copy(&mut &message[..], &mut stream)?;
    drop(stream);
    Ok(())
// ANCHOR_END: send
