//! Makes the buffer one byte larger than it is told.
//!
//! fails: the_server_reads_no_more_than_the_size_it_is_given

// ANCHOR: receive
    let mut message = vec![0; size + 1];
    let count = stream.read(&mut message)?;
    message.truncate(count);
    Ok(message)
// ANCHOR_END: receive
