//! Takes the 0 of an empty body for a leading zero.
//!
//! fails: the_server_counts_bytes
//! fails: the_server_ends_a_broken_connection_in_order
//! fails: the_server_forgets_a_frame_that_is_cut_off
//! fails: the_server_keeps_a_note_for_those_who_have_the_key
//! fails: the_server_reads_frames_that_are_glued_together
//! fails: the_server_refuses_a_wrong_key_and_goes_on

// ANCHOR: length
    let digits = !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_digit());
    if !digits || word.starts_with('0') {
        return Err(FrameError::Malformed);
    }
    Ok(word.parse().unwrap_or(u64::MAX))
// ANCHOR_END: length
