//! Turns each read of sixteen bytes into text and prints the text.
//!
//! fails: the_client_prints_what_comes_back_byte_for_byte

// ANCHOR: receive
    let mut received = 0;
    let mut buffer = [0; 16];
    loop {
        let count = stream.read(&mut buffer)?;
        if count == 0 {
            return Ok(received);
        }
        print(String::from_utf8_lossy(&buffer[..count]).as_bytes())?;
        received += count as u64;
    }
// ANCHOR_END: receive
