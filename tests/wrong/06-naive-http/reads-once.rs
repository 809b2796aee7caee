//! Takes one read of 1024 bytes for the request.
//!
//! fails: a_client_that_drips_is_given_up
//! fails: a_request_is_read_before_it_is_answered
//! fails: a_request_is_read_however_its_bytes_come

// ANCHOR: read_request
    let mut client = client;
    let mut buffer = [0; 1024];
    let count = client.read(&mut buffer)?;
    if count == 0 { Err(ErrorKind::UnexpectedEof.into()) } else { Ok(()) }
// ANCHOR_END: read_request
