//! Sets a time limit of five seconds for replies.
//!
//! fails: the_client_waits_for_a_reply_that_takes_its_time

// ANCHOR: receive
    stream.set_read_timeout(Some(std::time::Duration::from_secs(5)))?;
    let mut reader = BufReader::new(stream);
    let mut refused = 0;
    for number in 1..=count {
        let Some(reply) = frame::read(&mut reader)? else { bail!("reply {number} of {count} is missing") };
        let is_code = reply.start.len() == 2 && reply.start.bytes().all(|byte| byte.is_ascii_digit());
        ensure!(is_code && reply.key.is_none(), "malformed");
        writeln!(std::io::stdout(), "client received: {reply}")?;
        if reply.start != "20" {
            refused += 1;
        }
    }
    ensure!(refused == 0, "the server refused {refused} of {count} requests");
    Ok(())
// ANCHOR_END: receive
