//! Wants a body that is text.
//!
//! fails: the_client_prints_head_and_body

    // ANCHOR: response
    let text = str::from_utf8(came).context("it is not text")?;
    let (head, body) = text.split_once("\r\n\r\n").context("no empty line came")?;
    ensure!(head.starts_with("HTTP/1."), "it does not begin with HTTP/1.");
    Ok((head, body.as_bytes()))
    // ANCHOR_END: response
