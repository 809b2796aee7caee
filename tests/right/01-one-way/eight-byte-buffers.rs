//! Small buffers, a loop of single writes, and the connection closed by dropping it.

// ANCHOR: receive
    let mut message = Vec::new();
    let mut buffer = [0; 8];
    loop {
        match stream.read(&mut buffer) {
            Ok(0) => break Ok(message),
            Ok(count) => message.extend(&buffer[..count]),
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => break Err(error),
        }
    }
// ANCHOR_END: receive

// ANCHOR: send
    let mut rest = message;
    while !rest.is_empty() {
        let count = stream.write(rest)?;
        rest = &rest[count..];
    }
    Ok(())
// ANCHOR_END: send
