//! Takes every error of a receive for the end, that of a signal too.
//!
//! fails: the_server_counts_on_after_it_was_stopped_and_continued
//! fails: the_server_stops_although_old_numbers_go_on_coming

// ANCHOR: next
    let mut buffer = vec![0; limit + 1];
    let count = match receive(socket, &mut buffer) {
        Err(error) if error.raw_os_error() == Some(WINDOWS_TOO_LONG) => buffer.len(),
        result => result?,
    };
    buffer.truncate(count.min(limit));
    Ok((buffer, count > limit))
// ANCHOR_END: next
