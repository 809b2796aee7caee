//! Leaves out the error of a thread that could not be started: the client is gone, and nobody hears of it.
//!
//! fails: the_server_goes_on_when_it_gets_no_thread

// ANCHOR: serve
    let _ = thread::Builder::new().spawn(echo);
    Ok(())
// ANCHOR_END: serve
