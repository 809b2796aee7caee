//! Serves each connection to its end before it takes the next one.
//!
//! fails: the_server_keeps_nobody_waiting_for_an_open_connection

    // ANCHOR: accept
    loop {
        match listener.accept() {
            Ok((stream, _)) => converse(stream, settings).unwrap_or_else(cli::client_lost),
            Err(error) => cli::accept_failed(&error),
        }
    }
    // ANCHOR_END: accept
