//! Panics when the server is gone.
//!
//! fails: the_client_says_that_it_could_not_send

// ANCHOR: send
    let mut sent = 0;
    let mut buffer = [0; 16 * 1024];
    loop {
        let count = io::stdin().read(&mut buffer)?;
        if count == 0 {
            return Ok(sent);
        }
        stream.write_all(&buffer[..count]).unwrap();
        sent += count as u64;
    }
// ANCHOR_END: send
