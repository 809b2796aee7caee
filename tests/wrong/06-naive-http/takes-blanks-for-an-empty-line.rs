//! Takes a line of white space for the empty line.
//!
//! fails: a_request_is_read_before_it_is_answered

// ANCHOR: read_request
    for line in BufReader::new(client).split(b'\n') {
        if line?.trim_ascii().is_empty() {
            return Ok(());
        }
    }
    Err(ErrorKind::UnexpectedEof.into())
// ANCHOR_END: read_request
