//! Gives up a client that says nothing at first, as if silence were an error.
//!
//! fails: the_server_waits_for_clients_that_take_their_time

// ANCHOR: echo
    stream.set_read_timeout(Some(std::time::Duration::from_millis(450)))?;
    stream.peek(&mut [0])?;
    stream.set_read_timeout(None)?;
    let mut buffer = [0; 16 * 1024];
    while let count @ 1.. = stream.read(&mut buffer)? {
        stream.write_all(&buffer[..count])?;
    }
    Ok(())
// ANCHOR_END: echo
