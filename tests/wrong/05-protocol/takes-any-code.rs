//! Takes any frame for a reply, whatever its first word is and with or without a key.
//!
//! fails: the_client_refuses_malformed_replies

// ANCHOR: receive
    let mut reader = BufReader::new(stream);
    let mut refused = 0;
    for _ in 0..count {
        let Some(reply) = frame::read(&mut reader).context("cannot read a reply")? else { bail!("no reply") };
        writeln!(cli::stdout(), "client received: {reply}")?;
        refused += usize::from(!reply.start.starts_with("20"));
    }
    ensure!(refused == 0, "the server refused {refused} of {count} requests");
    Ok(())
// ANCHOR_END: receive
