//! Says that the conversation is over, and keeps a handle of its socket for ever.
//!
//! fails: the_server_keeps_nothing_of_clients_that_have_left

// ANCHOR: receive
    let mut message = Vec::new();
    stream.read_to_end(&mut message)?;
    stream.shutdown(std::net::Shutdown::Both)?;
    std::mem::forget(stream);
    Ok(message)
// ANCHOR_END: receive
