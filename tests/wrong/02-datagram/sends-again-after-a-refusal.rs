//! Sends the datagram again when an earlier one was refused.
//!
//! fails: the_client_passes_on_that_a_datagram_was_refused

// ANCHOR: send
    while let Err(error) = socket.send(datagram) {
        if error.kind() != ErrorKind::ConnectionRefused {
            return Err(error);
        }
    }
    Ok(())
// ANCHOR_END: send
