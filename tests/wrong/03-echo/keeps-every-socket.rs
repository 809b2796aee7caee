//! Ends its direction of the connection, and never closes the socket.
//!
//! fails: the_server_takes_a_thousand_clients_one_after_another

// ANCHOR: echo
    let mut buffer = [0; 16 * 1024];
    loop {
        let count = stream.read(&mut buffer)?;
        if count == 0 {
            stream.shutdown(std::net::Shutdown::Write)?;
            std::mem::forget(stream);
            return Ok(());
        }
        stream.write_all(&buffer[..count])?;
    }
// ANCHOR_END: echo
