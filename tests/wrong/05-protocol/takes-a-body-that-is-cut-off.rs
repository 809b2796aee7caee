//! Takes the body for complete when the connection ends in the middle of it.
//!
//! fails: the_client_says_that_a_reply_is_missing
//! fails: the_server_forgets_a_frame_that_is_cut_off

// ANCHOR: body
    if length > BODY_LIMIT {
        return Err(FrameError::TooLarge);
    }
    let mut body = Vec::new();
    from.take(length).read_to_end(&mut body)?;
    Ok(body)
// ANCHOR_END: body
