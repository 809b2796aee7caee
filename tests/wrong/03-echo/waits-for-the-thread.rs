//! Starts a thread for the client, and waits for the thread.
//!
//! fails: a_client_that_does_not_read_disturbs_nobody
//! fails: a_client_that_says_nothing_disturbs_nobody
//! fails: the_server_serves_fifty_clients_at_once
//! fails: ctrl_c_ends_the_server
//! fails: the_server_waits_for_clients_that_take_their_time

// ANCHOR: serve
    let client = thread::Builder::new().spawn(echo)?;
    let _ = client.join();
    Ok(())
// ANCHOR_END: serve
