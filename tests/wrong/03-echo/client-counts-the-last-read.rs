//! Returns the length of the last read for that of the input.
//!
//! fails: the_client_says_that_the_server_closed_early

// ANCHOR: send
    let mut sent = 0;
    let mut buffer = [0; 16 * 1024];
    loop {
        let count = io::stdin().read(&mut buffer)?;
        if count == 0 {
            return Ok(sent);
        }
        stream.write_all(&buffer[..count])?;
        sent = count as u64;
    }
// ANCHOR_END: send
