//! Does not look at what a write returns.
//!
//! fails: the_server_says_that_a_client_was_lost

// ANCHOR: echo
    let mut buffer = [0; 16 * 1024];
    loop {
        let count = stream.read(&mut buffer)?;
        if count == 0 {
            return Ok(());
        }
        let _ = stream.write_all(&buffer[..count]);
    }
// ANCHOR_END: echo
