//! Spends memory only as bytes arrive, and then as many as the client likes.
//!
//! fails: the_client_hears_why_it_was_refused
//! fails: the_client_refuses_malformed_replies
//! fails: the_server_refuses_a_length_however_long
//! fails: the_server_reports_the_error_that_is_checked_first
//! fails: the_server_takes_the_largest_frame_and_no_larger_one

// ANCHOR: body
    let mut body = Vec::new();
    let count = from.take(length).read_to_end(&mut body)?;
    if (count as u64) < length {
        return Err(FrameError::Io(ErrorKind::UnexpectedEof.into()));
    }
    Ok(body)
// ANCHOR_END: body
