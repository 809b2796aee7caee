//! Takes a read that does not fill the buffer for the last one.
//!
//! fails: a_client_that_drips_is_given_up
//! fails: a_request_is_read_before_it_is_answered
//! fails: a_request_is_read_however_its_bytes_come

// ANCHOR: read_request
    let mut client = client;
    let mut buffer = [0; 1024];
    loop {
        match client.read(&mut buffer)? {
            0 => return Err(ErrorKind::UnexpectedEof.into()),
            1024 => (),
            _ => return Ok(()),
        }
    }
// ANCHOR_END: read_request
