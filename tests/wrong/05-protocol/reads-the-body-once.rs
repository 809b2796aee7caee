//! Takes one read for the whole body.
//!
//! fails: the_client_reads_replies_that_are_split_anywhere
//! fails: the_server_waits_for_a_client_that_takes_its_time
//! fails: the_client_says_that_a_reply_is_missing
//! fails: the_server_counts_bytes
//! fails: the_server_forgets_a_frame_that_is_cut_off
//! fails: the_server_goes_on_after_a_write_that_took_a_part
//! fails: the_server_keeps_a_note_for_those_who_have_the_key
//! fails: the_server_keeps_the_beginning_of_the_next_frame
//! fails: the_server_reads_a_frame_that_comes_byte_by_byte
//! fails: the_server_reads_a_frame_that_is_split_anywhere
//! fails: the_server_refuses_a_wrong_key_and_goes_on
//! fails: the_server_takes_the_largest_frame_and_no_larger_one
//! fails: the_client_waits_for_a_reply_that_takes_its_time

// ANCHOR: body
    if length > BODY_LIMIT {
        return Err(FrameError::TooLarge);
    }
    let mut body = vec![0; usize::try_from(length).unwrap_or(0)];
    let count = from.read(&mut body)?;
    body.truncate(count);
    Ok(body)
// ANCHOR_END: body
