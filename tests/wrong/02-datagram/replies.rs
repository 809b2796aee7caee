//! Tells the sender that its datagram has come, which nobody asked for.
//!
//! fails: the_server_sends_nothing_back

// ANCHOR: receive
    let (count, client_addr) = socket.recv_from(buffer)?;
    socket.send_to(b"ok", client_addr)?;
    Ok(count)
// ANCHOR_END: receive
