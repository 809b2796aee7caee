//! Cuts off the line end of a reply.
//!
//! fails: the_client_reads_a_reply_longer_than_any_buffer

// ANCHOR: reply
    let mut reply = Vec::new();
    stream.read_to_end(&mut reply)?;
    Ok(reply.trim_ascii_end().to_vec())
// ANCHOR_END: reply
