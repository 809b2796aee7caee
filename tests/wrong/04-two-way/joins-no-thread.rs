//! Keeps the handle of each thread for ever, and never joins one.
//!
//! fails: a_connection_without_a_byte_is_not_a_message

// ANCHOR: start
    let args = Arc::clone(args);
    let serve = move || serve(stream, &args).unwrap_or_else(cli::client_lost);
    std::mem::forget(thread::Builder::new().spawn(serve)?);
    Ok(())
// ANCHOR_END: start
