//! Takes a hundred lines for more than any request has.
//!
//! fails: a_request_is_read_however_its_bytes_come

// ANCHOR: read_request
    for line in BufReader::new(client).split(b'\n').take(100) {
        if matches!(line?.as_slice(), b"" | b"\r") {
            return Ok(());
        }
    }
    Err(ErrorKind::UnexpectedEof.into())
// ANCHOR_END: read_request
