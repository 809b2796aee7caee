//! Asks again and again instead of waiting.
//!
//! fails: the_server_sleeps_while_its_clients_are_silent

// ANCHOR: echo
    fn insist(mut ask: impl FnMut() -> io::Result<usize>) -> io::Result<usize> {
        loop {
            match ask() {
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => thread::yield_now(),
                result => return result,
            }
        }
    }
    stream.set_nonblocking(true)?;
    let mut buffer = [0; 1024];
    loop {
        let count = insist(|| stream.read(&mut buffer))?;
        if count == 0 {
            return Ok(());
        }
        let mut written = 0;
        while written < count {
            written += insist(|| stream.write(&buffer[written..count]))?;
        }
    }
// ANCHOR_END: echo
