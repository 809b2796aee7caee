//! Starts anew at a byte that does not fit, and forgets that this byte may be the first CR.
//!
//! fails: a_request_that_is_no_http_gets_the_page_too

// ANCHOR: read_request
    let mut matched = 0;
    for byte in client.bytes() {
        matched = if byte? == b"\r\n\r\n"[matched] { matched + 1 } else { 0 };
        if matched == 4 {
            return Ok(());
        }
    }
    Err(ErrorKind::UnexpectedEof.into())
// ANCHOR_END: read_request
