//! Calls `write` once and takes it for all of the bytes.
//!
//! fails: the_client_goes_on_after_a_write_that_took_a_part

// ANCHOR: send
    let mut sent = 0;
    let mut buffer = [0; 1024];
    loop {
        let count = io::stdin().read(&mut buffer)?;
        if count == 0 {
            return Ok(sent);
        }
        let _ = stream.write(&buffer[..count])?;
        sent += count as u64;
    }
// ANCHOR_END: send
