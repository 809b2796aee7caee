//! Takes an error for a reason to try again.
//!
//! fails: the_server_outlives_a_client_that_resets

// ANCHOR: receive
    let mut message = Vec::new();
    let mut buffer = [0; 1024];
    loop {
        match stream.read(&mut buffer) {
            Ok(0) => return Ok(message),
            Ok(count) => message.extend_from_slice(&buffer[..count]),
            Err(_) => continue,
        }
    }
// ANCHOR_END: receive
