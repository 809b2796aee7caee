//! Sets a time limit of five seconds for the message, and is not confused by signals.
//!
//! fails: the_server_waits_for_a_client_that_takes_its_time

// ANCHOR: receive
    stream.set_read_timeout(Some(Duration::from_secs(5)))?;
    let mut message = vec![0; size];
    let count = loop {
        match stream.read(&mut message) {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            result => break result?,
        }
    };
    message.truncate(count);
    Ok(message)
// ANCHOR_END: receive
