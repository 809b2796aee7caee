//! Reads one byte at a time, and never one too many.

// ANCHOR: read_head
    let mut came = Vec::new();
    for byte in client.bytes() {
        came.push(byte?);
        if came.ends_with(b"\r\n\r\n") {
            return Ok((came, Vec::new()));
        }
    }
    Err(ErrorKind::UnexpectedEof.into())
// ANCHOR_END: read_head
