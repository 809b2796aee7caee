//! Asks again and again instead of waiting.
//!
//! fails: the_server_sleeps_while_its_client_is_silent

// ANCHOR: receive
    stream.set_nonblocking(true)?;
    let mut message = Vec::new();
    let mut buffer = [0; 1024];
    loop {
        match stream.read(&mut buffer) {
            Ok(0) => return Ok(message),
            Ok(count) => message.extend_from_slice(&buffer[..count]),
            Err(error) if error.kind() == io::ErrorKind::WouldBlock => {}
            Err(error) => return Err(error),
        }
    }
// ANCHOR_END: receive
