//! Turns each read of sixteen bytes into text and returns the text.
//!
//! fails: the_server_returns_every_byte_as_it_came

// ANCHOR: echo
    let mut buffer = [0; 16];
    loop {
        let count = stream.read(&mut buffer)?;
        if count == 0 {
            return Ok(());
        }
        stream.write_all(String::from_utf8_lossy(&buffer[..count]).as_bytes())?;
    }
// ANCHOR_END: echo
