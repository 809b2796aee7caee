//! Has room for half of what `client` lets through.
//!
//! fails: a_request_is_read_however_its_bytes_come

// ANCHOR: read_request
    let mut client = client;
    let mut buffer = vec![0; 32 * 1024];
    let mut filled = 0;
    loop {
        let count = client.read(&mut buffer[filled..])?;
        if count == 0 {
            return Err(ErrorKind::UnexpectedEof.into());
        }
        filled += count;
        if buffer[..filled].windows(4).any(|window| window == b"\r\n\r\n") {
            return Ok(());
        }
    }
// ANCHOR_END: read_request
