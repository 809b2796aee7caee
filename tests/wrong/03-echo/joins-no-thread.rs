//! Keeps the handle of each thread for ever, and never joins one.
//!
//! fails: the_server_takes_a_thousand_clients_one_after_another

// ANCHOR: serve
    let thread = thread::Builder::new().spawn(echo)?;
    std::mem::forget(thread);
    Ok(())
// ANCHOR_END: serve
