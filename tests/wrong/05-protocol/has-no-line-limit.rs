//! Waits for the line end, however far away it is.
//!
//! fails: the_client_refuses_malformed_replies
//! fails: the_server_does_not_wait_for_the_end_of_an_endless_header_line
//! fails: the_server_reports_the_error_that_is_checked_first
//! fails: the_server_takes_the_largest_frame_and_no_larger_one

// ANCHOR: read_line
    let mut line = Vec::new();
    from.read_until(b'\n', &mut line)?;
    match line.pop() {
        None => Ok(None),
        Some(b'\n') => Ok(Some(line)),
        Some(_) => Err(FrameError::Io(ErrorKind::UnexpectedEof.into())),
    }
// ANCHOR_END: read_line
