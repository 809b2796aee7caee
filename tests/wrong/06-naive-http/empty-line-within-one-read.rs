//! Looks for the empty line in each read by itself.
//!
//! fails: a_request_is_read_before_it_is_answered
//! fails: a_request_is_read_however_its_bytes_come

// ANCHOR: read_request
    let mut client = client;
    let mut buffer = [0; 1024];
    loop {
        let count = client.read(&mut buffer)?;
        if count == 0 {
            return Err(ErrorKind::UnexpectedEof.into());
        }
        if buffer[..count].windows(4).any(|window| window == b"\r\n\r\n") {
            return Ok(());
        }
    }
// ANCHOR_END: read_request
