//! Takes what comes after the body for a part of it.
//!
//! fails: the_server_reads_as_much_as_the_length_says

    // ANCHOR: read_body
    let mut body = beginning;
    let missing = length.saturating_sub(body.len());
    client.take(missing as u64).read_to_end(&mut body)?;
    if body.len() < length {
        return Err(ErrorKind::UnexpectedEof.into());
    }
    Ok(body)
    // ANCHOR_END: read_body
