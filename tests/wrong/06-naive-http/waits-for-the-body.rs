//! Waits for the body that a request announces, which a client may hold back.
//!
//! fails: a_request_is_read_before_it_is_answered

// ANCHOR: read_request
    let mut reader = BufReader::new(client);
    let (mut line, mut length) = (Vec::new(), 0);
    while reader.read_until(b'\n', &mut line)? > 0 {
        if line == b"\r\n" {
            return reader.read_exact(&mut vec![0; length]);
        }
        let text = String::from_utf8_lossy(&line).to_ascii_lowercase();
        if let Some(value) = text.strip_prefix("content-length:") {
            length = value.trim().parse().unwrap_or(0);
        }
        line.clear();
    }
    Err(ErrorKind::UnexpectedEof.into())
// ANCHOR_END: read_request
