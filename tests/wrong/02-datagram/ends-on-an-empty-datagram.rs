//! Takes an empty datagram for the end, as a read of 0 bytes is over TCP.
//!
//! fails: the_server_takes_an_empty_datagram_for_a_message
//! fails: the_server_ignores_what_it_does_not_count

// ANCHOR: receive
    let (count, _client_addr) = socket.recv_from(buffer)?;
    if count == 0 {
        return Err(ErrorKind::UnexpectedEof.into());
    }
    Ok(count)
// ANCHOR_END: receive
