//! Takes at most 100 bytes at a time for a line, so that a long line ends where it does not.
//!
//! fails: a_request_is_read_however_its_bytes_come

// ANCHOR: read_request
    let mut client = BufReader::new(client);
    loop {
        let mut line = Vec::new();
        if client.by_ref().take(100).read_until(b'\n', &mut line)? == 0 {
            return Err(ErrorKind::UnexpectedEof.into());
        }
        if matches!(line.as_slice(), b"\n" | b"\r\n") {
            return Ok(());
        }
    }
// ANCHOR_END: read_request
