//! Refuses datagrams of more than 9,000 bytes, which the system would send.
//!
//! fails: the_client_sends_a_long_message_in_one_datagram

// ANCHOR: send
    if datagram.len() > 9000 {
        return Err(ErrorKind::InvalidInput.into());
    }
    socket.send(datagram).map(drop)
// ANCHOR_END: send
