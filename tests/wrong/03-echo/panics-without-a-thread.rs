//! Starts its threads with `thread::spawn`, which panics where the system has none.
//!
//! fails: the_server_goes_on_when_it_gets_no_thread

// ANCHOR: serve
    thread::spawn(echo);
    Ok(())
// ANCHOR_END: serve
