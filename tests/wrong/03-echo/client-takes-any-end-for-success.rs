//! Ends with status 0 when the server closes, whatever is missing.
//!
//! fails: the_client_ends_when_nobody_takes_its_output
//! fails: the_client_says_that_it_cannot_read_its_input
//! fails: the_client_says_that_it_could_not_send
//! fails: the_client_says_that_the_server_closed_early

// ANCHOR: both-ways
    let to_server = stream.try_clone()?;
    thread::Builder::new().spawn(move || {
        let _ = send(&to_server);
        half_close(&to_server)
    })?;
    let _ = receive(stream);
    Ok(())
// ANCHOR_END: both-ways
