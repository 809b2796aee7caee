//! Panics where the address cannot be sent to.
//!
//! fails: the_client_says_that_it_cannot_connect

// ANCHOR: open
    let socket = UdpSocket::bind(any_port(server)).unwrap();
    socket.connect(server).unwrap();
    Ok(socket)
// ANCHOR_END: open
