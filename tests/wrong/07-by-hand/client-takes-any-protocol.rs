//! Does not look how the response begins.
//!
//! fails: the_client_takes_nothing_else_for_a_response

    // ANCHOR: response
    ensure!(!came.is_empty(), "it closed the connection without a word");
    let at = came.windows(4).position(|bytes| bytes == b"\r\n\r\n").context("no empty line came")?;
    let head = str::from_utf8(&came[..at]).context("the head is not text")?;
    Ok((head, &came[at + 4..]))
    // ANCHOR_END: response
