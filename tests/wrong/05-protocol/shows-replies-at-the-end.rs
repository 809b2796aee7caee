//! Collects the replies and shows them when all are there: when one is missing, the others vanish.
//!
//! fails: the_client_says_that_a_reply_is_missing

// ANCHOR: receive
    let mut reader = BufReader::new(stream);
    let mut replies = Vec::new();
    for _ in 0..count {
        let Some(reply) = frame::read(&mut reader).context("cannot read a reply")? else { bail!("no reply") };
        let is_code = reply.start.len() == 2 && reply.start.bytes().all(|byte| byte.is_ascii_digit());
        ensure!(is_code && reply.key.is_none(), "malformed reply");
        replies.push(reply);
    }
    for reply in &replies {
        writeln!(cli::stdout(), "client received: {reply}")?;
    }
    ensure!(replies.iter().all(|reply| reply.start == "20"), "the server refused a request");
    Ok(())
// ANCHOR_END: receive
