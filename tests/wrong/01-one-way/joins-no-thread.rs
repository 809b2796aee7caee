//! Has a thread read from each client and waits for its end, but never joins it and never lets it go.
//!
//! fails: the_server_keeps_nothing_of_clients_that_have_left

// ANCHOR: receive
    let (tell, told) = std::sync::mpsc::channel();
    let reader = thread::spawn(move || {
        let mut message = Vec::new();
        let _ = tell.send(stream.read_to_end(&mut message).map(|_| message));
    });
    std::mem::forget(reader);
    told.recv().map_err(io::Error::other)?
// ANCHOR_END: receive
