//! Says that it is sending before there is a connection.
//!
//! fails: the_client_says_that_nobody_listens

// ANCHOR: run
    writeln!(cli::stdout(), "client sending: {}", args.message)?;
    let stream = connect(&args.addr).map_err(|error| cli::cannot_connect(&args.addr, error))?;
    send(stream, args.message.as_bytes()).with_context(|| format!("cannot send to {}", args.addr))
// ANCHOR_END: run
