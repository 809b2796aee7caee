//! Panics when a client closes without a request.
//!
//! fails: a_request_is_read_before_it_is_answered
//! fails: the_server_outlives_every_client
//! fails: a_request_without_an_end_is_given_up

// ANCHOR: read_request
    for line in BufReader::new(client).split(b'\n') {
        if matches!(line?.as_slice(), b"" | b"\r") {
            return Ok(());
        }
    }
    panic!("no request")
// ANCHOR_END: read_request
