//! Writes error replies to standard error.
//!
//! fails: the_client_hears_why_it_was_refused
//! fails: the_client_says_that_a_reply_is_missing
//! fails: the_client_shows_errors_and_ends_with_status_1

// ANCHOR: receive
    let mut reader = BufReader::new(stream);
    let mut refused = 0;
    for number in 1..=count {
        let Some(reply) = frame::read(&mut reader)? else { bail!("reply {number} of {count} is missing") };
        let is_code = reply.start.len() == 2 && reply.start.bytes().all(|byte| byte.is_ascii_digit());
        ensure!(is_code && reply.key.is_none(), "malformed");
        if reply.start == "20" {
            writeln!(cli::stdout(), "client received: {reply}")?;
        } else {
            cli::note(format_args!("client received: {reply}"));
            refused += 1;
        }
    }
    ensure!(refused == 0, "the server refused {refused} of {count} requests");
    Ok(())
// ANCHOR_END: receive
