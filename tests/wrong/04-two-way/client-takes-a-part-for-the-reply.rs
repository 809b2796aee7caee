//! Takes what came before a reset for the reply.
//!
//! fails: the_client_says_that_the_connection_was_reset

// ANCHOR: reply
    let mut reply = Vec::new();
    let _ = stream.read_to_end(&mut reply);
    Ok(reply)
// ANCHOR_END: reply
