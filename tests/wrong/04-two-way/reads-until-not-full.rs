//! Reads on as long as the buffer comes back full, and waits for bytes that never come.
//!
//! fails: the_server_reads_a_browsers_request_whole
//! fails: the_server_reads_no_more_than_the_size_it_is_given

// ANCHOR: receive
    let mut message = Vec::new();
    let mut buffer = vec![0; size];
    loop {
        let count = stream.read(&mut buffer)?;
        message.extend_from_slice(&buffer[..count]);
        if count < size {
            return Ok(message);
        }
    }
// ANCHOR_END: receive
