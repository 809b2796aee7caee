//! Uses `incoming`, a small buffer that grows, and a loop of writes.

// ANCHOR: listen
    use std::net::ToSocketAddrs;
    let addrs: Vec<_> = addr.to_socket_addrs()?.collect();
    TcpListener::bind(&addrs[..])
// ANCHOR_END: listen

// ANCHOR: accept
    listener.incoming().next().unwrap_or_else(|| Err(io::ErrorKind::Other.into()))
// ANCHOR_END: accept

// ANCHOR: receive
    let mut message = vec![0; 16];
    let mut filled = 0;
    loop {
        if filled == message.len() {
            message.resize(filled * 2, 0);
        }
        let count = stream.read(&mut message[filled..])?;
        if count == 0 {
            message.truncate(filled);
            return Ok(message);
        }
        filled += count;
    }
// ANCHOR_END: receive

// ANCHOR: send
    let mut rest = message;
    while !rest.is_empty() {
        match stream.write(rest)? {
            0 => return Err(io::ErrorKind::WriteZero.into()),
            count => rest = &rest[count..],
        }
    }
    Ok(())
// ANCHOR_END: send
