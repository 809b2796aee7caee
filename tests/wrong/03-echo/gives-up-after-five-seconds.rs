//! Gives up a client that says nothing for five seconds; a signal is no reason.
//!
//! fails: the_server_waits_for_clients_that_take_their_time

// ANCHOR: echo
    stream.set_read_timeout(Some(std::time::Duration::from_secs(5)))?;
    let mut buffer = [0; 16 * 1024];
    loop {
        let count = match stream.read(&mut buffer) {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            result => result?,
        };
        if count == 0 {
            return Ok(());
        }
        stream.write_all(&buffer[..count])?;
    }
// ANCHOR_END: echo
