//! Looks at the first byte of a line alone.
//!
//! fails: a_request_is_read_before_it_is_answered

// ANCHOR: read_request
    for line in BufReader::new(client).split(b'\n') {
        if matches!(line?.first(), None | Some(b'\r')) {
            return Ok(());
        }
    }
    Err(ErrorKind::UnexpectedEof.into())
// ANCHOR_END: read_request
