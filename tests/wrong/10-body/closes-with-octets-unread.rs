//! Closes as soon as its answer is sent.
//!
//! fails: the_server_refuses_a_method_before_it_reads_content

// ANCHOR: close
/// Says that nothing more will come.
fn close(stream: &TcpStream) {
    let _ = (MOST_DRAINED, LONGEST_DRAIN);
    let _ = stream.shutdown(Shutdown::Both);
}
// ANCHOR_END: close
