//! Gives up a client that does not read for two seconds.
//!
//! fails: the_server_waits_for_clients_that_take_their_time

// ANCHOR: echo
    stream.set_write_timeout(Some(std::time::Duration::from_secs(2)))?;
    let mut buffer = [0; 16 * 1024];
    loop {
        let count = stream.read(&mut buffer)?;
        if count == 0 {
            return Ok(());
        }
        stream.write_all(&buffer[..count])?;
    }
// ANCHOR_END: echo
