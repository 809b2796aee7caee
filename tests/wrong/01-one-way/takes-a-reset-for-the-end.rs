//! Takes what came before the connection broke for the message.
//!
//! fails: the_server_outlives_a_client_that_resets

// ANCHOR: receive
    let mut message = Vec::new();
    let mut buffer = [0; 1024];
    loop {
        match stream.read(&mut buffer) {
            Ok(0) => return Ok(message),
            Ok(count) => message.extend_from_slice(&buffer[..count]),
            Err(error) if message.is_empty() => return Err(error),
            Err(_) => return Ok(message),
        }
    }
// ANCHOR_END: receive
