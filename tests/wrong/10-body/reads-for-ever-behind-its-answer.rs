//! Reads what a client sends after the response for as long as it sends.
//!
//! fails: the_server_refuses_a_method_before_it_reads_content

// ANCHOR: close
/// Says that nothing more will come, and reads what the client still sends.
fn close(stream: &TcpStream) {
    let drain = |_| io::copy(&mut cli::limited(stream, MOST_DISCARDED, LONGEST_LINGER), &mut io::sink());
    let _ = stream.shutdown(Shutdown::Write).and_then(drain).and_then(|_| io::copy(&mut &*stream, &mut io::sink()));
}
// ANCHOR_END: close
