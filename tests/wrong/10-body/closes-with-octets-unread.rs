//! Closes as soon as its response is sent.
//!
//! fails: the_server_refuses_a_method_before_it_reads_content

// ANCHOR: close
/// Says that nothing more will come.
fn close(stream: &TcpStream) {
    let _ = (MOST_DISCARDED, LONGEST_LINGER);
    let _ = stream.shutdown(Shutdown::Both);
}
// ANCHOR_END: close
