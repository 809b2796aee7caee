//! Takes one read for the whole reply.
//!
//! fails: the_client_reads_a_reply_longer_than_any_buffer
//! fails: the_client_reads_a_reply_that_comes_in_parts
//! fails: the_client_says_that_the_connection_was_reset
//! fails: the_client_waits_for_a_reply_that_takes_its_time

// ANCHOR: reply
    let mut reply = vec![0; 1024];
    let count = stream.read(&mut reply)?;
    reply.truncate(count);
    Ok(reply)
// ANCHOR_END: reply
