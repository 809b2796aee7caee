//! Prints nothing and ends with exit status 0 when no reply came.
//!
//! fails: the_client_says_that_no_reply_came

// ANCHOR: print
    if !reply.is_empty() {
        writeln!(io::stdout(), "client received: {}", cli::text(&reply))?;
    }
// ANCHOR_END: print
