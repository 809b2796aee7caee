//! Takes a body that breaks off for a malformed one, and answers it.
//!
//! fails: the_server_forgets_a_frame_that_is_cut_off

// ANCHOR: body
    if length > BODY_LIMIT {
        return Err(FrameError::TooLarge);
    }
    let mut body = Vec::new();
    let count = from.take(length).read_to_end(&mut body)?;
    if (count as u64) < length {
        return Err(FrameError::Malformed);
    }
    Ok(body)
// ANCHOR_END: body
