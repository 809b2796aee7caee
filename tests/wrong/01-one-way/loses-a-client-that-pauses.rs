//! Sets a time limit for each read, as if a pause were an error.
//!
//! fails: the_server_waits_for_a_client_that_takes_its_time

// ANCHOR: receive
    stream.set_read_timeout(Some(std::time::Duration::from_millis(300)))?;
    let mut message = Vec::new();
    stream.read_to_end(&mut message)?;
    Ok(message)
// ANCHOR_END: receive
