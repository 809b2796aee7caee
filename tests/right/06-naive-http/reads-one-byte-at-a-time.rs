//! Reads byte by byte, so that nothing behind the empty line is taken.

// ANCHOR: read_request
    let mut last = [0; 4];
    for byte in client.bytes() {
        last.rotate_left(1);
        last[3] = byte?;
        if last == *b"\r\n\r\n" {
            return Ok(());
        }
    }
    Err(io::Error::other("the request has no end"))
// ANCHOR_END: read_request
