//! Makes room for the claimed length first and compares it with the limit later.
//!
//! fails: the_server_refuses_a_length_however_long

// ANCHOR: body
    let mut body = vec![0; usize::try_from(length).map_err(|_| FrameError::TooLarge)?];
    if length > BODY_LIMIT {
        return Err(FrameError::TooLarge);
    }
    from.read_exact(&mut body)?;
    Ok(body)
// ANCHOR_END: body
