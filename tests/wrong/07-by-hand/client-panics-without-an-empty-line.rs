//! Is sure that there is an empty line, and text before it.
//!
//! fails: the_client_takes_nothing_else_for_a_response

    // ANCHOR: response
    let at = came.windows(4).position(|bytes| bytes == b"\r\n\r\n").unwrap();
    let head = str::from_utf8(&came[..at]).unwrap();
    ensure!(head.starts_with("HTTP/1."), "it does not begin with HTTP/1.");
    Ok((head, &came[at + 4..]))
    // ANCHOR_END: response
