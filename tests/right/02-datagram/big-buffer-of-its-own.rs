//! Receives into a buffer that holds any datagram, then copies what fits; lets socket2 make the sockets.

// ANCHOR: bind
    use std::net::ToSocketAddrs;
    let mut failed = ErrorKind::AddrNotAvailable.into();
    for addr in addr.to_socket_addrs()? {
        let socket = socket2::Socket::new(socket2::Domain::for_address(addr), socket2::Type::DGRAM, None)?;
        match socket.bind(&addr.into()) {
            Ok(()) => return Ok(socket.into()),
            Err(error) => failed = error,
        }
    }
    Err(failed)
// ANCHOR_END: bind

// ANCHOR: receive
    let mut large = vec![0; 1 << 16];
    let count = socket.recv_from(&mut large)?.0.min(buffer.len());
    buffer[..count].copy_from_slice(&large[..count]);
    Ok(count)
// ANCHOR_END: receive

// ANCHOR: open
    let socket = socket2::Socket::new(socket2::Domain::for_address(server), socket2::Type::DGRAM, None)?;
    socket.connect(&server.into())?;
    Ok(socket.into())
// ANCHOR_END: open

// ANCHOR: send
    match socket.send(datagram)? {
        count if count == datagram.len() => Ok(()),
        _ => Err(ErrorKind::WriteZero.into()),
    }
// ANCHOR_END: send
