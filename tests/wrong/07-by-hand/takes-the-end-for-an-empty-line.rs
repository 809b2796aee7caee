//! Answers what came when the client has closed its side.
//!
//! fails: the_server_answers_nothing_that_has_no_end

    // ANCHOR: read_head
    let mut came = Vec::new();
    let mut piece = [0; 8 * 1024];
    loop {
        let count = client.read(&mut piece)?;
        let searched = came.len();
        came.extend_from_slice(&piece[..count]);
        if count == 0 {
            return Ok((came, Vec::new()));
        }
        if let Some(at) = piece[..count].windows(4).position(|bytes| bytes == b"\r\n\r\n") {
            let rest = came.split_off(searched + at + 4);
            return Ok((came, rest));
        }
    }
    // ANCHOR_END: read_head
