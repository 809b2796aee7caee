//! Reads replies until the connection ends, however many they are.
//!
//! fails: the_client_says_that_a_reply_is_missing

// ANCHOR: receive
    let mut reader = BufReader::new(stream);
    let mut refused = 0;
    for _ in 0..count {
        let Some(reply) = frame::read(&mut reader).context("cannot read a reply")? else { break };
        let is_code = reply.start.len() == 2 && reply.start.bytes().all(|byte| byte.is_ascii_digit());
        if !is_code || reply.key.is_some() {
            bail!("malformed reply");
        }
        writeln!(cli::stdout(), "client received: {reply}")?;
        refused += usize::from(reply.start != "20");
    }
    ensure!(refused == 0, "the server refused {refused} of {count} requests");
    Ok(())
// ANCHOR_END: receive
