//! Reads the first reply and leaves.
//!
//! fails: the_client_reads_replies_that_are_split_anywhere
//! fails: the_client_says_that_a_reply_is_missing
//! fails: the_client_sends_all_requests_and_matches_replies_in_order
//! fails: the_client_shows_errors_and_ends_with_status_1

// ANCHOR: receive
    let mut reader = BufReader::new(stream);
    let Some(reply) = frame::read(&mut reader).context("cannot read the reply")? else { bail!("the server closed the connection") };
    let is_code = reply.start.len() == 2 && reply.start.bytes().all(|byte| byte.is_ascii_digit());
    ensure!(is_code && reply.key.is_none(), "malformed reply");
    writeln!(cli::stdout(), "client received: {reply}")?;
    ensure!(reply.start == "20", "the server refused 1 of {count} requests");
    Ok(())
// ANCHOR_END: receive
