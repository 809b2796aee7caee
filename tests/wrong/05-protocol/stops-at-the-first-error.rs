//! Gives up at the first error reply; the replies after it are never read.
//!
//! fails: the_client_shows_errors_and_ends_with_status_1

// ANCHOR: receive
    let mut reader = BufReader::new(stream);
    for _ in 0..count {
        let Some(reply) = frame::read(&mut reader).context("cannot read a reply")? else { bail!("no reply") };
        let is_code = reply.start.len() == 2 && reply.start.bytes().all(|byte| byte.is_ascii_digit());
        ensure!(is_code && reply.key.is_none(), "malformed reply");
        writeln!(cli::stdout(), "client received: {reply}")?;
        ensure!(reply.start == "20", "the server refused a request");
    }
    Ok(())
// ANCHOR_END: receive
