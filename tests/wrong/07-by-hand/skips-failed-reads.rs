//! Reads on after a read that failed; when the time is over, every read fails.
//!
//! fails: the_server_gives_up_a_request_that_does_not_end

    // ANCHOR: read_head
    let mut came = Vec::new();
    let mut piece = [0; 8 * 1024];
    loop {
        let Ok(count) = client.read(&mut piece) else { continue };
        if count == 0 {
            return Err(ErrorKind::UnexpectedEof.into());
        }
        let searched = came.len();
        came.extend_from_slice(&piece[..count]);
        if let Some(at) = piece[..count].windows(4).position(|bytes| bytes == b"\r\n\r\n") {
            let rest = came.split_off(searched + at + 4);
            return Ok((came, rest));
        }
    }
    // ANCHOR_END: read_head
