//! Takes the first line for the reply.
//!
//! fails: the_client_reads_a_reply_longer_than_any_buffer

// ANCHOR: reply
    let mut reply = Vec::new();
    io::BufRead::read_until(&mut io::BufReader::new(stream), b'\n', &mut reply)?;
    Ok(reply)
// ANCHOR_END: reply
