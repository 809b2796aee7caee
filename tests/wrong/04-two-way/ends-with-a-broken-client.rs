//! Lets the error of one client end the server.
//!
//! fails: the_server_outlives_resets_at_every_stage

// ANCHOR: start
    let args = Arc::clone(args);
    let serve = move || {
        if serve(stream, &args).is_err() {
            std::process::exit(1);
        }
    };
    thread::Builder::new().spawn(serve).map(drop)
// ANCHOR_END: start
