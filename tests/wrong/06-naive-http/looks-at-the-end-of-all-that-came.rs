//! Waits until the last bytes that came are the empty line.
//!
//! fails: no_reset_destroys_the_reply

// ANCHOR: read_request
    let mut client = client;
    let mut all = Vec::new();
    let mut buffer = [0; 1024];
    while !all.ends_with(b"\r\n\r\n") {
        let count = client.read(&mut buffer)?;
        if count == 0 {
            return Err(ErrorKind::UnexpectedEof.into());
        }
        all.extend_from_slice(&buffer[..count]);
    }
    Ok(())
// ANCHOR_END: read_request
