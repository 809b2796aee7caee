//! Reads the body up to a line end.
//!
//! fails: the_client_says_that_a_reply_is_missing
//! fails: the_server_counts_bytes
//! fails: the_server_forgets_a_frame_that_is_cut_off
//! fails: the_server_keeps_a_note_for_those_who_have_the_key
//! fails: the_server_reads_frames_that_are_glued_together
//! fails: the_server_takes_any_bytes_in_a_body

// ANCHOR: body
    if length > BODY_LIMIT {
        return Err(FrameError::TooLarge);
    }
    let mut body = Vec::new();
    from.take(length).read_until(b'\n', &mut body)?;
    Ok(body)
// ANCHOR_END: body
