//! Takes a mebibyte for more than any reply has.
//!
//! fails: the_client_reads_a_reply_longer_than_any_buffer

// ANCHOR: reply
    let mut reply = Vec::new();
    stream.take(1024 * 1024).read_to_end(&mut reply)?;
    Ok(reply)
// ANCHOR_END: reply
