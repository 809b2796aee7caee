//! Goes on reading at the end of the stream, where every read returns 0.
//!
//! fails: a_request_without_an_end_is_given_up
//! fails: the_server_outlives_every_client

// ANCHOR: read_request
    let mut client = client;
    let mut request = Vec::new();
    let mut byte = [0];
    while !request.ends_with(b"\r\n\r\n") {
        let count = client.read(&mut byte)?;
        request.extend_from_slice(&byte[..count]);
    }
    Ok(())
// ANCHOR_END: read_request
