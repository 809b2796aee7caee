//! Takes a code that the specification does not name for malformed.
//!
//! fails: the_client_shows_errors_and_ends_with_status_1

// ANCHOR: receive
    let mut reader = BufReader::new(stream);
    let mut refused = 0;
    for number in 1..=count {
        let Some(reply) = frame::read(&mut reader)? else { bail!("reply {number} of {count} is missing") };
        let is_code = matches!(reply.start.as_str(), "20" | "40" | "41" | "42" | "43");
        ensure!(is_code && reply.key.is_none(), "malformed");
        writeln!(cli::stdout(), "client received: {reply}")?;
        if reply.start != "20" {
            refused += 1;
        }
    }
    ensure!(refused == 0, "the server refused {refused} of {count} requests");
    Ok(())
// ANCHOR_END: receive
