//! Takes an error of standard input for its end.
//!
//! fails: the_client_says_that_it_cannot_read_its_input

// ANCHOR: send
    let mut sent = 0;
    let mut buffer = [0; 16 * 1024];
    loop {
        let count = io::stdin().read(&mut buffer).unwrap_or(0);
        if count == 0 {
            return Ok(sent);
        }
        stream.write_all(&buffer[..count])?;
        sent += count as u64;
    }
// ANCHOR_END: send
