//! Has room for the reply it expects, and no more.
//!
//! fails: the_client_reads_a_reply_longer_than_any_buffer

// ANCHOR: reply
    let mut reply = vec![0; 28];
    let mut filled = 0;
    while let count @ 1.. = stream.read(&mut reply[filled..])? {
        filled += count;
    }
    reply.truncate(filled);
    Ok(reply)
// ANCHOR_END: reply
