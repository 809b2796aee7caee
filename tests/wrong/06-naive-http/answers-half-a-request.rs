//! Takes the end of the stream for the end of the request.
//!
//! fails: a_request_is_read_before_it_is_answered

// ANCHOR: read_request
    for line in BufReader::new(client).split(b'\n') {
        if matches!(line?.as_slice(), b"" | b"\r") {
            break;
        }
    }
    Ok(())
// ANCHOR_END: read_request
