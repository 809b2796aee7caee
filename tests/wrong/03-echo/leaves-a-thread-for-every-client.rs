//! Has a thread beside each client's, which waits for something that never comes.
//!
//! fails: the_server_takes_a_thousand_clients_one_after_another

// ANCHOR: serve
    thread::Builder::new().spawn(echo)?;
    thread::Builder::new().spawn(|| loop {
        thread::park();
    })?;
    Ok(())
// ANCHOR_END: serve
