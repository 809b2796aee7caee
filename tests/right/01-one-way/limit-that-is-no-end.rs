//! Looks up from its read every 50 ms, and reads on.

// ANCHOR: receive
    stream.set_read_timeout(Some(std::time::Duration::from_millis(50)))?;
    let mut message = Vec::new();
    let mut buffer = [0; 500];
    loop {
        match stream.read(&mut buffer) {
            Ok(0) => return Ok(message),
            Ok(count) => message.extend_from_slice(&buffer[..count]),
            Err(error) => match error.kind() {
                io::ErrorKind::WouldBlock | io::ErrorKind::TimedOut | io::ErrorKind::Interrupted => {}
                _ => return Err(error),
            },
        }
    }
// ANCHOR_END: receive
