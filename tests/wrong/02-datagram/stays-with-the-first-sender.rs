//! Connects to the first sender, so that everybody else's datagrams are refused.
//!
//! fails: the_server_receives_from_every_sender

// ANCHOR: receive
    let (count, client_addr) = socket.recv_from(buffer)?;
    socket.connect(client_addr)?;
    Ok(count)
// ANCHOR_END: receive
