//! Serves a connection to its end before it takes the next one.
//!
//! fails: nothing_yet

// ANCHOR: accept
    loop {
        match listener.accept() {
            Ok((stream, _)) => converse(stream, settings).unwrap_or_else(cli::client_lost),
            Err(error) => cli::accept_failed(&error),
        }
    }
// ANCHOR_END: accept
