//! Reads what a client sends after the response for as long as it sends.
//!
//! fails: the_server_does_not_lose_its_response_to_octets_that_it_does_not_read

// ANCHOR: close
/// Says that nothing more will come, and reads what the client still sends.
fn close(stream: &TcpStream) -> io::Result<()> {
    stream.shutdown(Shutdown::Write)?;
    let _ = io::copy(&mut cli::limited(stream, MOST_DRAINED, LONGEST_DRAIN), &mut io::sink());
    let _ = io::copy(&mut &*stream, &mut io::sink());
    Ok(())
}
// ANCHOR_END: close
