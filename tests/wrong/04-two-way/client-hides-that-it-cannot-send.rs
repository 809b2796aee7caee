//! Does not say that sending failed, and goes on with the next message.
//!
//! fails: the_client_says_that_it_could_not_send

// ANCHOR: send
    let _ = stream.write_all(message);
    Ok(())
// ANCHOR_END: send
