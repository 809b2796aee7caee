//! Takes it for granted that a read succeeds.
//!
//! fails: the_server_outlives_resets_at_every_stage

// ANCHOR: receive
    let mut message = vec![0; size];
    let count = stream.read(&mut message).unwrap();
    message.truncate(count);
    Ok(message)
// ANCHOR_END: receive
