//! Sets a time limit for the message, as if silence were an error.
//!
//! fails: the_server_waits_for_a_client_that_takes_its_time

// ANCHOR: receive
    stream.set_read_timeout(Some(Duration::from_millis(450)))?;
    let mut message = vec![0; size];
    let count = stream.read(&mut message)?;
    message.truncate(count);
    Ok(message)
// ANCHOR_END: receive
