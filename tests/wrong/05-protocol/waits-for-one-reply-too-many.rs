//! Counts from 0 to the number of requests, and so waits for one reply that never comes.
//!
//! fails: the_client_sends_all_requests_and_matches_replies_in_order
//! fails: the_client_shows_errors_and_ends_with_status_1
//! fails: the_client_shows_the_reply_and_ends
//! fails: the_client_waits_for_a_reply_that_takes_its_time

// ANCHOR: receive
    let mut reader = BufReader::new(stream);
    let mut refused = 0;
    for _ in 0..=count {
        let Some(reply) = frame::read(&mut reader).context("cannot read a reply")? else { bail!("no reply") };
        let is_code = reply.start.len() == 2 && reply.start.bytes().all(|byte| byte.is_ascii_digit());
        ensure!(is_code && reply.key.is_none(), "malformed reply");
        writeln!(cli::stdout(), "client received: {reply}")?;
        refused += usize::from(reply.start != "20");
    }
    ensure!(refused == 0, "the server refused {refused} requests");
    Ok(())
// ANCHOR_END: receive
