//! Sets a time limit of five seconds for each receive, as if silence were an error.
//!
//! fails: the_server_sleeps_while_nothing_comes

// ANCHOR: bind
    let socket = UdpSocket::bind(addr)?;
    socket.set_read_timeout(Some(Duration::from_secs(5)))?;
    Ok(socket)
// ANCHOR_END: bind
