//! Takes a request for text.
//!
//! fails: a_request_that_is_no_http_gets_the_page_too

// ANCHOR: read_request
    for line in BufReader::new(client).lines() {
        if line?.is_empty() {
            return Ok(());
        }
    }
    Err(ErrorKind::UnexpectedEof.into())
// ANCHOR_END: read_request
