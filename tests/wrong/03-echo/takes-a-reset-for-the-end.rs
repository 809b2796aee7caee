//! Takes an error of the connection for its end.
//!
//! fails: the_server_says_that_a_client_was_lost

// ANCHOR: echo
    let mut buffer = [0; 16 * 1024];
    loop {
        let count = stream.read(&mut buffer).unwrap_or(0);
        if count == 0 {
            return Ok(());
        }
        stream.write_all(&buffer[..count])?;
    }
// ANCHOR_END: echo
