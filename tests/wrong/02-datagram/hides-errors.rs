//! Does not say that sending failed.
//!
//! fails: the_client_says_that_a_message_is_too_long
//! fails: the_client_passes_on_that_a_datagram_was_refused

// ANCHOR: send
    let _ = socket.send(datagram);
    Ok(())
// ANCHOR_END: send
