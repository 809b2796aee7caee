//! Ends where the system has no connection to give.
//!
//! fails: the_server_goes_on_when_it_gets_no_connection

// ANCHOR: accept
    loop {
        let (stream, _client_addr) = listener.accept()?;
        if let Err(error) = serve(stream) {
            cli::accept_failed(&error);
        }
    }
// ANCHOR_END: accept
