//! Waits for a datagram that has content.
//!
//! fails: the_server_takes_an_empty_datagram_for_a_message

// ANCHOR: receive
    loop {
        let (count, _client_addr) = socket.recv_from(buffer)?;
        if count > 0 {
            return Ok(count);
        }
    }
// ANCHOR_END: receive
