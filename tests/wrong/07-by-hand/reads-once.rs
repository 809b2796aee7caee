//! Takes one read for a whole request.
//!
//! fails: the_server_reads_until_the_empty_line

    // ANCHOR: read_head
    let mut piece = [0; 8 * 1024];
    let count = client.read(&mut piece)?;
    let Some(at) = piece[..count].windows(4).position(|bytes| bytes == b"\r\n\r\n") else {
        return Err(ErrorKind::UnexpectedEof.into());
    };
    Ok((piece[..at + 4].to_vec(), piece[at + 4..count].to_vec()))
    // ANCHOR_END: read_head
