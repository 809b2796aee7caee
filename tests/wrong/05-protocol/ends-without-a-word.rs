//! Ends with status 1 and says nothing about it.
//!
//! fails: the_client_shows_errors_and_ends_with_status_1

// ANCHOR: receive
    let mut reader = BufReader::new(stream);
    let mut refused = 0;
    for number in 1..=count {
        let Some(reply) = frame::read(&mut reader)? else { bail!("reply {number} of {count} is missing") };
        let is_code = reply.start.len() == 2 && reply.start.bytes().all(|byte| byte.is_ascii_digit());
        ensure!(is_code && reply.key.is_none(), "malformed");
        writeln!(cli::stdout(), "client received: {reply}")?;
        if reply.start != "20" {
            refused += 1;
        }
    }
    if refused > 0 {
        std::process::exit(1);
    }
    Ok(())
// ANCHOR_END: receive
