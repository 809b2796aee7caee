//! Takes five seconds without bytes for the end of the message, and is not confused by signals.
//!
//! fails: the_server_waits_for_a_client_that_takes_its_time

// ANCHOR: receive
    stream.set_read_timeout(Some(std::time::Duration::from_secs(5)))?;
    let mut message = Vec::new();
    let mut buffer = [0; 1024];
    loop {
        match stream.read(&mut buffer) {
            Ok(0) => return Ok(message),
            Ok(count) => message.extend_from_slice(&buffer[..count]),
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) if matches!(error.kind(), io::ErrorKind::WouldBlock | io::ErrorKind::TimedOut) => return Ok(message),
            Err(error) => return Err(error),
        }
    }
// ANCHOR_END: receive
