//! Sets a time limit for each receive, as if silence were an error.
//!
//! fails: the_server_sleeps_while_nothing_comes

// ANCHOR: bind
    let socket = UdpSocket::bind(addr)?;
    socket.set_read_timeout(Some(Duration::from_millis(300)))?;
    Ok(socket)
// ANCHOR_END: bind
