//! Asks for clients again and again instead of waiting for one.
//!
//! fails: the_server_sleeps_while_nobody_connects

// ANCHOR: listen
    let listener = TcpListener::bind(addr)?;
    listener.set_nonblocking(true)?;
    Ok(listener)
// ANCHOR_END: listen
