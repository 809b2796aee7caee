//! Takes one read for the rest of the body.
//!
//! fails: the_server_reads_as_much_as_the_length_says
//! fails: the_server_trusts_no_length

    // ANCHOR: read_body
    let mut body = beginning;
    let missing = length.saturating_sub(body.len());
    if missing > 0 {
        let mut piece = vec![0; missing.min(64 * 1024)];
        let mut client = client;
        let count = client.read(&mut piece)?;
        body.extend_from_slice(&piece[..count]);
    }
    if body.is_empty() && length > 0 {
        return Err(ErrorKind::UnexpectedEof.into());
    }
    body.truncate(length);
    Ok(body)
    // ANCHOR_END: read_body
