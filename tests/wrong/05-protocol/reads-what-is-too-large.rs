//! Reads a body that is too large to its end before it refuses it.
//!
//! fails: the_client_refuses_malformed_replies
//! fails: the_server_refuses_a_length_however_long
//! fails: the_server_reports_the_error_that_is_checked_first
//! fails: the_server_takes_the_largest_frame_and_no_larger_one

// ANCHOR: body
    if length > BODY_LIMIT {
        io::copy(&mut from.take(length), &mut io::sink())?;
        return Err(FrameError::TooLarge);
    }
    let mut body = vec![0; length as usize];
    from.read_exact(&mut body)?;
    Ok(body)
// ANCHOR_END: body
