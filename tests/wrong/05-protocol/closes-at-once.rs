//! Closes right after an error reply, with bytes unread: the system resets the connection.
//!
//! fails: the_server_ends_a_broken_connection_in_order

// ANCHOR: end
/// Ends a connection.
fn end(stream: &TcpStream) -> io::Result<()> {
    let _ = (DRAIN_LIMIT, DRAIN_SILENCE, Shutdown::Write, stream.take(0));
    Ok(())
}
// ANCHOR_END: end
