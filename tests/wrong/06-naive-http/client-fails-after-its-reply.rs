//! Takes a connection that broke after the reply for a failure.
//!
//! fails: the_client_prints_what_came_before_a_reset
//! fails: the_client_prints_the_reply_of_a_server_that_did_not_take_the_message

// ANCHOR: told
    let (reply, end) = exchange(&mut stream, message.as_bytes());
    if !reply.is_empty() {
        writeln!(cli::stdout(), "client received: {}", cli::text(&reply))?;
    }
    end.with_context(|| format!("cannot get a reply from {addr}"))?;
    if reply.is_empty() {
        bail!("{addr} closed the connection without a reply");
    }
    Ok(())
// ANCHOR_END: told
