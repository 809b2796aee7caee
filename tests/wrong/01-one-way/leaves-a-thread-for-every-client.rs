//! Has a thread wait for each client, which nobody tells that the client has gone.
//!
//! fails: the_server_keeps_nothing_of_clients_that_have_left

// ANCHOR: receive
    let (done, wait) = std::sync::mpsc::channel::<()>();
    thread::spawn(move || wait.recv());
    std::mem::forget(done);
    let mut message = Vec::new();
    stream.read_to_end(&mut message)?;
    Ok(message)
// ANCHOR_END: receive
