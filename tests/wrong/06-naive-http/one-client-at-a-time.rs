//! Serves a client to its end before it takes the next one.
//!
//! fails: many_clients_are_served_at_once
//! fails: the_server_outlives_every_client

// ANCHOR: start
    serve(&stream, args).unwrap_or_else(cli::client_lost);
    Ok(())
// ANCHOR_END: start
