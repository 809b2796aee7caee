//! Sets as much memory aside as the client says.
//!
//! fails: the_server_trusts_no_length

    // ANCHOR: read_body
    let mut body = vec![0; length];
    let come = beginning.len().min(length);
    body[..come].copy_from_slice(&beginning[..come]);
    let mut client = client;
    client.read_exact(&mut body[come..])?;
    Ok(body)
    // ANCHOR_END: read_body
