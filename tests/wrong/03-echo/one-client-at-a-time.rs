//! Serves each client to its end before it accepts the next.
//!
//! fails: a_client_that_does_not_read_disturbs_nobody
//! fails: a_client_that_says_nothing_disturbs_nobody
//! fails: the_server_serves_fifty_clients_at_once

// ANCHOR: serve
    echo(stream).unwrap_or_else(cli::client_lost);
    Ok(())
// ANCHOR_END: serve
