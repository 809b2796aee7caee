//! Takes a connection that broke after the reply for a failure.
//!
//! fails: the_client_prints_what_came_before_a_reset

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
