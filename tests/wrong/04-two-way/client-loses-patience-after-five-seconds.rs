//! Sets a time limit of five seconds for the reply, and takes what has come for all of it.
//!
//! fails: the_client_waits_for_a_reply_that_takes_its_time

// ANCHOR: reply
    stream.set_read_timeout(Some(Duration::from_secs(5)))?;
    let mut reply = Vec::new();
    match stream.read_to_end(&mut reply) {
        Err(error) if matches!(error.kind(), io::ErrorKind::WouldBlock | io::ErrorKind::TimedOut) => Ok(reply),
        result => result.map(|_| reply),
    }
// ANCHOR_END: reply
