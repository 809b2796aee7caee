//! Passes a byte at a time: slow, and right.

// ANCHOR: echo
    let mut buffer = [0; 1];
    loop {
        let mut left = match stream.read(&mut buffer) {
            Ok(0) => return stream.shutdown(std::net::Shutdown::Write),
            Ok(count) => &buffer[..count],
            Err(error) => return Err(error),
        };
        while !left.is_empty() {
            let count = stream.write(left)?;
            left = &left[count..];
        }
    }
// ANCHOR_END: echo

// ANCHOR: send
    let mut sent = 0;
    let mut buffer = [0; 1];
    while let count @ 1.. = io::stdin().read(&mut buffer)? {
        stream.write_all(&buffer[..count])?;
        sent += count as u64;
    }
    Ok(sent)
// ANCHOR_END: send

// ANCHOR: receive
    let mut received = 0;
    let mut buffer = [0; 1];
    while let count @ 1.. = stream.read(&mut buffer)? {
        print(&buffer[..count])?;
        received += count as u64;
    }
    Ok(received)
// ANCHOR_END: receive
