//! Takes a mebibyte for more than anybody will send.
//!
//! fails: the_server_prints_a_message_longer_than_any_buffer

// ANCHOR: receive
    let mut buffer = vec![0; 1024 * 1024];
    let mut filled = 0;
    loop {
        let count = stream.read(&mut buffer[filled..])?;
        if count == 0 {
            buffer.truncate(filled);
            return Ok(buffer);
        }
        filled += count;
    }
// ANCHOR_END: receive
