//! Has room for a head of 8 KiB, and takes a full buffer for the end.
//!
//! fails: the_server_reads_until_the_empty_line

    // ANCHOR: read_head
    let mut buffer = [0; 8 * 1024];
    let mut length = 0;
    loop {
        let count = client.read(&mut buffer[length..])?;
        if count == 0 {
            return Err(ErrorKind::UnexpectedEof.into());
        }
        length += count;
        if let Some(at) = buffer[..length].windows(4).position(|bytes| bytes == b"\r\n\r\n") {
            return Ok((buffer[..at + 4].to_vec(), buffer[at + 4..length].to_vec()));
        }
    }
    // ANCHOR_END: read_head
