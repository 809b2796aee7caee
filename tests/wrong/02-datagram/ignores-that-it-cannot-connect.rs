//! Goes on with a socket that knows no server.
//!
//! fails: the_client_says_that_it_cannot_connect

// ANCHOR: open
    let socket = UdpSocket::bind(any_port(server))?;
    let _ = socket.connect(server);
    Ok(socket)
// ANCHOR_END: open
