//! Opens an IPv4 socket, whatever kind of address the server has.
//!
//! fails: the_client_sends_over_ipv6

// ANCHOR: open
    let socket = UdpSocket::bind("0.0.0.0:0")?;
    socket.connect(server)?;
    Ok(socket)
// ANCHOR_END: open
