//! Takes a moment without bytes for the end of the reply.
//!
//! fails: the_client_waits_for_a_reply_that_takes_its_time

// ANCHOR: reply
    stream.set_read_timeout(Some(Duration::from_millis(100)))?;
    let mut reply = Vec::new();
    let mut buffer = [0; 1024];
    loop {
        match stream.read(&mut buffer) {
            Ok(0) => return Ok(reply),
            Ok(count) => reply.extend_from_slice(&buffer[..count]),
            Err(error) if error.kind() == io::ErrorKind::WouldBlock => return Ok(reply),
            Err(error) => return Err(error),
        }
    }
// ANCHOR_END: reply
