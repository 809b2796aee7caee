//! Looks up from each read and write now and then, and goes on.

// ANCHOR: echo
    let is_pause = |kind| matches!(kind, io::ErrorKind::WouldBlock | io::ErrorKind::TimedOut | io::ErrorKind::Interrupted);
    stream.set_read_timeout(Some(std::time::Duration::from_millis(100)))?;
    stream.set_write_timeout(Some(std::time::Duration::from_millis(100)))?;
    let mut buffer = [0; 8 * 1024];
    loop {
        let count = match stream.read(&mut buffer) {
            Err(error) if is_pause(error.kind()) => continue,
            result => result?,
        };
        if count == 0 {
            return Ok(());
        }
        let mut rest = &buffer[..count];
        while !rest.is_empty() {
            match stream.write(rest) {
                Err(error) if is_pause(error.kind()) => {}
                result => rest = &rest[result?..],
            }
        }
    }
// ANCHOR_END: echo

// ANCHOR: receive
    stream.set_read_timeout(Some(Duration::from_millis(100)))?;
    let mut received = 0;
    let mut buffer = [0; 8 * 1024];
    loop {
        match stream.read(&mut buffer) {
            Ok(0) => return Ok(received),
            Ok(count) => {
                print(&buffer[..count])?;
                received += count as u64;
            }
            Err(error) if matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut | ErrorKind::Interrupted) => {}
            Err(error) => return Err(error.into()),
        }
    }
// ANCHOR_END: receive
