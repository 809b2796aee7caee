//! Says that it will write no more, but does not read what the client still sends.
//!
//! fails: the_server_ends_a_broken_connection_in_order

// ANCHOR: end
/// Ends a connection.
fn end(stream: &TcpStream) -> io::Result<()> {
    let _ = (DRAIN_LIMIT, DRAIN_SILENCE, stream.take(0));
    stream.shutdown(Shutdown::Write)
}
// ANCHOR_END: end
