//! Takes a broken connection for a reason to end.
//!
//! fails: a_client_that_resets_disturbs_nobody

// ANCHOR: serve
    thread::Builder::new().spawn(move || {
        if echo(stream).is_err() {
            std::process::exit(1);
        }
    })?;
    Ok(())
// ANCHOR_END: serve
