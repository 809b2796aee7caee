//! Keeps the handle of each thread for ever, and never joins one.
//!
//! fails: the_server_outlives_every_client

// ANCHOR: start
    let args = Arc::clone(args);
    let thread = thread::Builder::new().spawn(move || serve(&stream, &args).unwrap_or_else(cli::client_lost))?;
    std::mem::forget(thread);
    Ok(())
// ANCHOR_END: start
