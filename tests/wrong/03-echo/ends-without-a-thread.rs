//! Takes it for granted that the system has a thread for each client.
//!
//! fails: the_server_goes_on_when_it_gets_no_thread

// ANCHOR: serve
    thread::Builder::new().spawn(echo).expect("a thread");
    Ok(())
// ANCHOR_END: serve
