//! Says on standard error what it does.

// ANCHOR: receive
    eprintln!("waiting");
    let (count, from) = dbg!(socket.recv_from(buffer))?;
    eprintln!("{count} bytes from {from}");
    Ok(count)
// ANCHOR_END: receive

// ANCHOR: tick
    let Some(ticked) = number.checked_sub(1).and_then(|place| came.get_mut(place)) else {
        eprintln!("{number} is not in the list");
        return false;
    };
    let is_news = !*ticked;
    *ticked = true;
    is_news
// ANCHOR_END: tick

// ANCHOR: missing
    let mut missing = Vec::new();
    for (place, ticked) in came.iter().enumerate() {
        if !ticked {
            missing.push(place + 1);
        }
    }
    eprintln!("{} are missing", missing.len());
    missing
// ANCHOR_END: missing

// ANCHOR: open
    eprintln!("sending to {server}");
    let socket = dbg!(UdpSocket::bind(any_port(server)))?;
    dbg!(socket.connect(server))?;
    Ok(socket)
// ANCHOR_END: open

// ANCHOR: send
    dbg!(socket.send(datagram)).map(|_| ())
// ANCHOR_END: send
