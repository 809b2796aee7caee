//! Makes a new BufReader for each reply: what the last one had read beyond its frame is lost.
//!
//! fails: the_client_reads_replies_that_are_split_anywhere
//! fails: the_client_says_that_a_reply_is_missing
//! fails: the_client_sends_all_requests_and_matches_replies_in_order
//! fails: the_client_shows_errors_and_ends_with_status_1

// ANCHOR: receive
    let mut refused = 0;
    for number in 1..=count {
        let mut reader = BufReader::new(stream);
        let reply = frame::read(&mut reader).with_context(|| format!("cannot read reply {number} of {count}"))?;
        let Some(reply) = reply else { bail!("the server closed the connection before reply {number} of {count}") };
        let is_code = reply.start.len() == 2 && reply.start.bytes().all(|byte| byte.is_ascii_digit());
        ensure!(is_code && reply.key.is_none(), "cannot read reply {number} of {count}: malformed");
        writeln!(cli::stdout(), "client received: {reply}")?;
        refused += usize::from(reply.start != "20");
    }
    ensure!(refused == 0, "the server refused {refused} of {count} requests");
    Ok(())
// ANCHOR_END: receive
