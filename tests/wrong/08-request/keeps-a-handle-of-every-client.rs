//! Closes both directions in the end, and keeps a handle of the socket for ever.
//!
//! fails: the_server_outlives_clients_that_leave

// ANCHOR: close
/// Says that nothing more will come, reads what the client still sends, and forgets to give the socket back.
fn close(stream: &TcpStream) -> io::Result<()> {
    stream.shutdown(Shutdown::Write)?;
    let _ = io::copy(&mut cli::limited(stream, MOST_DRAINED, LONGEST_DRAIN), &mut io::sink());
    stream.shutdown(Shutdown::Both).ok();
    std::mem::forget(stream.try_clone()?);
    Ok(())
}
// ANCHOR_END: close
