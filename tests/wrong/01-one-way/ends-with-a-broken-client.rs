//! Ends after the first client, even if its connection broke.
//!
//! fails: the_server_outlives_a_client_that_resets

// ANCHOR: serve_one
    match accept(listener).and_then(receive) {
        Ok(message) => print(&message)?,
        Err(error) => cli::client_lost(error),
    }
    Ok(())
// ANCHOR_END: serve_one
