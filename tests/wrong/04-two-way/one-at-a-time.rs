//! Serves one client to the end before it takes the next.
//!
//! fails: a_silent_client_keeps_nobody_waiting
//! fails: ctrl_c_ends_the_server

// ANCHOR: start
    if let Err(error) = serve(stream, args) {
        cli::note(format_args!("client lost: {error}"));
    }
    Ok(())
// ANCHOR_END: start
