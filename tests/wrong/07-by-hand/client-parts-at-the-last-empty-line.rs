//! Takes the last empty line for the end of the head.
//!
//! fails: the_client_prints_head_and_body

    // ANCHOR: response
    ensure!(!came.is_empty(), "it closed the connection without a word");
    let at = came.windows(4).rposition(|bytes| bytes == b"\r\n\r\n").context("no empty line came")?;
    let head = str::from_utf8(&came[..at]).context("the head is not text")?;
    ensure!(head.starts_with("HTTP/1."), "it does not begin with HTTP/1.");
    Ok((head, &came[at + 4..]))
    // ANCHOR_END: response
