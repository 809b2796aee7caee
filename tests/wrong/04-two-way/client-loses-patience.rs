//! Sets a time limit for the reply.
//!
//! fails: the_client_waits_for_a_reply_that_takes_its_time

// ANCHOR: reply
    stream.set_read_timeout(Some(Duration::from_millis(450)))?;
    let mut reply = Vec::new();
    stream.read_to_end(&mut reply)?;
    Ok(reply)
// ANCHOR_END: reply
