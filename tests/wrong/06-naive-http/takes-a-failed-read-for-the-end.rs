//! Takes a read that fails for the end of the request.
//!
//! fails: a_client_that_drips_is_given_up

// ANCHOR: read_request
    let mut client = client;
    let mut request = Vec::new();
    let mut buffer = [0; 4096];
    while !request.windows(4).any(|window| window == b"\r\n\r\n") {
        match client.read(&mut buffer) {
            Ok(0) => return Err(ErrorKind::UnexpectedEof.into()),
            Ok(count) => request.extend_from_slice(&buffer[..count]),
            Err(_) => break,
        }
    }
    Ok(())
// ANCHOR_END: read_request
