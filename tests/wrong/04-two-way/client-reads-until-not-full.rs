//! Takes a read that does not fill the buffer for the last one.
//!
//! fails: the_client_reads_a_reply_that_comes_in_parts
//! fails: the_client_says_that_the_connection_was_reset
//! fails: the_client_waits_for_a_reply_that_takes_its_time

// ANCHOR: reply
    let mut reply = Vec::new();
    let mut buffer = [0; 1024];
    loop {
        let count = stream.read(&mut buffer)?;
        reply.extend_from_slice(&buffer[..count]);
        if count < buffer.len() {
            return Ok(reply);
        }
    }
// ANCHOR_END: reply
