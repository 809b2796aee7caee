//! Cuts off the line ends of a message, which are bytes of it.
//!
//! fails: blanks_and_line_ends_are_a_message
//! fails: the_server_reads_a_browsers_request_whole

// ANCHOR: receive
    let mut message = vec![0; size];
    let count = stream.read(&mut message)?;
    Ok(message[..count].trim_ascii().to_vec())
// ANCHOR_END: receive
