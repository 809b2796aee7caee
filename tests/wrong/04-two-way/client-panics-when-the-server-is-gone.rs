//! Panics when sending fails.
//!
//! fails: the_client_says_that_it_could_not_send

// ANCHOR: send
    stream.write_all(message).unwrap();
    Ok(())
// ANCHOR_END: send
