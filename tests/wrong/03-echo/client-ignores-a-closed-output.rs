//! Goes on when standard output takes nothing any more.
//!
//! fails: the_client_ends_when_nobody_takes_its_output

// ANCHOR: receive
    let mut received = 0;
    let mut buffer = [0; 1024];
    loop {
        let count = stream.read(&mut buffer)?;
        if count == 0 {
            return Ok(received);
        }
        let _ = print(&buffer[..count]);
        received += count as u64;
    }
// ANCHOR_END: receive
