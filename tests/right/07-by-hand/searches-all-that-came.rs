//! Looks for the empty line in all that has come: split anywhere, it is found.

// ANCHOR: read_head
    let mut came = Vec::new();
    let mut piece = [0; 1024];
    loop {
        let count = client.read(&mut piece)?;
        if count == 0 {
            return Err(ErrorKind::UnexpectedEof.into());
        }
        came.extend_from_slice(&piece[..count]);
        if let Some(at) = came.windows(4).position(|bytes| bytes == b"\r\n\r\n") {
            let rest = came.split_off(at + 4);
            return Ok((came, rest));
        }
    }
// ANCHOR_END: read_head
