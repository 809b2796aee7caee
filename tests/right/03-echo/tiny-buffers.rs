//! Passes a few bytes at a time, and counts its own partial writes.

// ANCHOR: echo
    let mut buffer = [0; 512];
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
