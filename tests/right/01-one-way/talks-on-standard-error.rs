//! Says on standard error what it does, as whoever looks for a mistake has it do.

// ANCHOR: accept
    dbg!(listener);
    let (stream, addr) = listener.accept()?;
    eprintln!("client {addr}");
    Ok(stream)
// ANCHOR_END: accept

// ANCHOR: receive
    let mut message = Vec::new();
    let mut buffer = vec![0; 3000];
    loop {
        let count = dbg!(stream.read(&mut buffer))?;
        if count == 0 {
            return Ok(message);
        }
        message.extend(&buffer[..count]);
    }
// ANCHOR_END: receive

// ANCHOR: connect
    eprintln!("connecting to {addr}");
    dbg!(TcpStream::connect(addr))
// ANCHOR_END: connect

// ANCHOR: send
    eprintln!("sending {} bytes", message.len());
    let mut sent = 0;
    while sent < message.len() {
        match dbg!(stream.write(&message[sent..])) {
            Ok(count) => sent += count,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    dbg!(stream.shutdown(Shutdown::Write))
// ANCHOR_END: send
