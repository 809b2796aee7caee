//! When the server is gone, returns what went out until then, as if that were all.
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
        if stream.write_all(&buffer[..count]).is_err() {
            return Ok(sent);
        }
        sent += count as u64;
    }
// ANCHOR_END: send
