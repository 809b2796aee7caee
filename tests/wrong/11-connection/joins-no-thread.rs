//! Keeps the handle of each thread for ever, and never joins one.
//!
//! fails: the_server_outlives_clients_that_leave

    // ANCHOR: accept
    loop {
        let started = listener.accept().and_then(|(stream, _)| thread::Builder::new().spawn(move || serve(stream)));
        match started {
            Ok(thread) => std::mem::forget(thread),
            Err(error) => cli::accept_failed(&error),
        }
    }
    // ANCHOR_END: accept
