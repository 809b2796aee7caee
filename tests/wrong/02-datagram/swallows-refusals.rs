//! Takes "connection refused" for success: UDP has no connections, after all.
//!
//! fails: the_client_passes_on_that_a_datagram_was_refused

// ANCHOR: send
    match socket.send(datagram) {
        Err(error) if error.kind() == ErrorKind::ConnectionRefused => Ok(()),
        result => result.map(|_count| ()),
    }
// ANCHOR_END: send
