//! Uses `recv`, `send_to` and `match` where others use `recv_from`, `send` and `?`.

// ANCHOR: receive
    socket.recv(buffer)
// ANCHOR_END: receive

// ANCHOR: tick
    match number.checked_sub(1).map(|place| came.get_mut(place)) {
        Some(Some(place)) if !*place => {
            *place = true;
            true
        }
        _ => false,
    }
// ANCHOR_END: tick

// ANCHOR: missing
    came.iter().enumerate().filter_map(|(place, came)| if *came { None } else { Some(place + 1) }).collect()
// ANCHOR_END: missing

// ANCHOR: open
    let any = if server.is_ipv4() { "0.0.0.0:0" } else { "[::]:0" };
    let socket = UdpSocket::bind(any)?;
    socket.connect(server).map(|()| socket)
// ANCHOR_END: open

// ANCHOR: send
    match socket.send(datagram) {
        Ok(_count) => Ok(()),
        Err(error) => Err(error),
    }
// ANCHOR_END: send
