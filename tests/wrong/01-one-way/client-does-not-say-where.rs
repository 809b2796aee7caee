//! Says what went wrong, and not with which address.
//!
//! fails: the_client_says_that_nobody_listens
//! fails: the_client_connects_to_the_address_it_is_given

// ANCHOR: run
    let stream = connect(&args.addr)?;
    writeln!(cli::stdout(), "client sending: {}", args.message)?;
    Ok(send(stream, args.message.as_bytes())?)
// ANCHOR_END: run
