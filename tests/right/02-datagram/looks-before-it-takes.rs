//! Looks at a datagram before it takes it, checks the range first, and sends with an address each time.

// ANCHOR: receive
    match socket.peek_from(buffer) {
        Err(error) => Err(error),
        Ok(_) => socket.recv_from(buffer).map(|(count, _)| count),
    }
// ANCHOR_END: receive

// ANCHOR: tick
    if !(1..=came.len()).contains(&number) {
        return false;
    }
    let place = &mut came[number - 1];
    let is_news = !*place;
    *place = true;
    is_news
// ANCHOR_END: tick

// ANCHOR: missing
    let mut numbers = Vec::new();
    for (place, came) in came.iter().enumerate() {
        if !came {
            numbers.push(place + 1);
        }
    }
    numbers
// ANCHOR_END: missing

// ANCHOR: send
    let server = socket.peer_addr()?;
    socket.send_to(datagram, server).map(|_count| ())
// ANCHOR_END: send
