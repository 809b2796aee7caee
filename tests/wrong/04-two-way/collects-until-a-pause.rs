//! Reads on until nothing has come for half a second.
//!
//! fails: the_server_waits_for_a_client_that_takes_its_time
//! fails: what_one_read_returned_is_the_message

// ANCHOR: receive
    stream.set_read_timeout(Some(Duration::from_millis(500)))?;
    let mut message = Vec::new();
    let mut buffer = vec![0; size];
    while message.len() < size {
        match stream.read(&mut buffer) {
            Ok(0) | Err(_) => break,
            Ok(count) => message.extend_from_slice(&buffer[..count]),
        }
    }
    message.truncate(size);
    stream.set_read_timeout(None)?;
    Ok(message)
// ANCHOR_END: receive
