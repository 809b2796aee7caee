//! Takes a zero byte for the end, as in a string of C.
//!
//! fails: the_server_returns_every_byte_as_it_came

// ANCHOR: echo
    let mut buffer = [0; 16 * 1024];
    loop {
        let count = stream.read(&mut buffer)?;
        if count == 0 || buffer[0] == 0 {
            return Ok(());
        }
        stream.write_all(&buffer[..count])?;
    }
// ANCHOR_END: echo
