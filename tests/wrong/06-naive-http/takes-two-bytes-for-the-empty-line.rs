//! Takes any two bytes that end with LF for CRLF.
//!
//! fails: a_request_is_read_before_it_is_answered

// ANCHOR: read_request
    let mut reader = BufReader::new(client);
    let mut line = Vec::new();
    loop {
        line.clear();
        match reader.read_until(b'\n', &mut line)? {
            0 => return Err(ErrorKind::UnexpectedEof.into()),
            1 | 2 => return Ok(()),
            _ => {}
        }
    }
// ANCHOR_END: read_request
