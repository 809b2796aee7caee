//! Takes every error of one client for the end of the world.
//!
//! fails: the_server_outlives_a_client_that_resets

// ANCHOR: receive
    let mut message = Vec::new();
    stream.read_to_end(&mut message).expect("cannot read");
    Ok(message)
// ANCHOR_END: receive
