//! Goes on with other clients, whatever it was told.
//!
//! fails: the_server_ends_after_one_client
//! fails: the_server_takes_an_empty_message

// ANCHOR: serve_one
    loop {
        match accept(listener).and_then(receive) {
            Ok(message) => print(&message)?,
            Err(error) => cli::client_lost(error),
        }
    }
// ANCHOR_END: serve_one
