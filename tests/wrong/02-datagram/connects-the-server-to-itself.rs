//! Connects the server's socket to its own address, from which nobody sends.
//!
//! fails: the_server_receives_at_the_address_it_is_given

// ANCHOR: bind
    let socket = UdpSocket::bind(addr)?;
    socket.connect(addr)?;
    Ok(socket)
// ANCHOR_END: bind
