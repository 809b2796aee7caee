//! Refuses the body that is exactly as long as the limit.
//!
//! fails: the_server_takes_the_largest_frame_and_no_larger_one

// ANCHOR: body
    if length >= BODY_LIMIT {
        return Err(FrameError::TooLarge);
    }
    let mut body = vec![0; usize::try_from(length).unwrap_or(0)];
    from.read_exact(&mut body)?;
    Ok(body)
// ANCHOR_END: body
