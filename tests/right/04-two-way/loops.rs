//! Loops where the reference calls one function of std.

// ANCHOR: receive
    let mut buffer = vec![0; size];
    loop {
        match stream.read(&mut buffer) {
            Ok(count) => return Ok(buffer[..count].to_vec()),
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
// ANCHOR_END: receive

// ANCHOR: close
    let until = std::time::Instant::now() + patience;
    let mut left = MOST;
    let mut buffer = [0; 512];
    stream.shutdown(Shutdown::Write)?;
    while left > 0 && std::time::Instant::now() < until {
        stream.set_read_timeout(Some(patience))?;
        match (&stream).read(&mut buffer) {
            Ok(0) | Err(_) => break,
            Ok(count) => left = left.saturating_sub(count as u64),
        }
    }
    Ok(())
// ANCHOR_END: close

// ANCHOR: send
    let mut rest = message;
    while !rest.is_empty() {
        match stream.write(rest) {
            Ok(0) => return Err(io::ErrorKind::WriteZero.into()),
            Ok(count) => rest = &rest[count..],
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(())
// ANCHOR_END: send

// ANCHOR: reply
    let mut reply = Vec::new();
    let mut byte = [0];
    while stream.read(&mut byte)? == 1 {
        reply.push(byte[0]);
    }
    Ok(reply)
// ANCHOR_END: reply
