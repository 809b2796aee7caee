//! Says on standard error what it reads.

// ANCHOR: read_request
    let mut last = Vec::new();
    for byte in client.bytes() {
        last.push(byte.inspect_err(|error| eprintln!("reading: {error}"))?);
        if last.ends_with(b"\n") {
            eprintln!("a line of {} bytes", last.len());
            if last == b"\r\n" {
                return Ok(());
            }
            last.clear();
        }
    }
    Err(dbg!(ErrorKind::UnexpectedEof).into())
// ANCHOR_END: read_request
