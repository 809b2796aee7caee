//! Does not look whether the whole body has come.
//!
//! fails: the_server_trusts_no_length

    // ANCHOR: read_body
    let mut body = beginning;
    let missing = length.saturating_sub(body.len());
    client.take(missing as u64).read_to_end(&mut body)?;
    body.truncate(length);
    Ok(body)
    // ANCHOR_END: read_body
