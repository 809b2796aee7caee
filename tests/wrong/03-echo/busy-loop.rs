//! Asks again and again instead of waiting.
//!
//! fails: a_client_that_does_not_read_disturbs_nobody
//! fails: the_server_goes_on_after_a_write_that_took_a_part
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
