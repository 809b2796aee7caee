//! Lets another server have the same port, as a TCP server may do to start again quickly.
//!
//! fails: the_server_says_that_an_address_is_in_use

// ANCHOR: bind
    use std::net::ToSocketAddrs;
    let addr = addr.to_socket_addrs()?.next().ok_or(ErrorKind::AddrNotAvailable)?;
    let socket = socket2::Socket::new(socket2::Domain::for_address(addr), socket2::Type::DGRAM, None)?;
    socket.set_reuse_address(true)?;
    socket.bind(&addr.into())?;
    Ok(socket.into())
// ANCHOR_END: bind
