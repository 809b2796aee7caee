//! Serves one client to the end before it takes the next.
//!
//! fails: a_silent_client_keeps_nobody_waiting
//! fails: ctrl_c_ends_the_server

// ANCHOR: start
    serve(stream, args).unwrap_or_else(cli::client_lost);
    Ok(())
// ANCHOR_END: start
