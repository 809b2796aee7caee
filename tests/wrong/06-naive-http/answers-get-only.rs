//! Refuses what it does not understand.
//!
//! fails: a_request_that_is_no_http_gets_the_page_too
//! fails: no_reset_destroys_the_reply

// ANCHOR: read_request
    for (number, line) in BufReader::new(client).split(b'\n').enumerate() {
        let line = line?;
        if number == 0 && !line.starts_with(b"GET ") {
            return Err(ErrorKind::InvalidData.into());
        }
        if line == b"\r" {
            return Ok(());
        }
    }
    Err(ErrorKind::UnexpectedEof.into())
// ANCHOR_END: read_request
