//! Closes the connection on a frame that cannot be read, without an error reply.
//!
//! fails: the_client_hears_why_it_was_refused
//! fails: the_server_does_not_wait_for_the_end_of_an_endless_header_line
//! fails: the_server_ends_a_broken_connection_in_order
//! fails: the_server_refuses_a_length_however_long
//! fails: the_server_refuses_a_length_that_is_not_plain_digits
//! fails: the_server_refuses_a_malformed_header_line
//! fails: the_server_refuses_text_that_is_not_utf8
//! fails: the_server_reports_the_error_that_is_checked_first
//! fails: the_server_takes_the_largest_frame_and_no_larger_one

// ANCHOR: serve
/// Answers the requests of one client.
fn serve(mut stream: &TcpStream, shared: &Shared) -> io::Result<()> {
    let mut reader = BufReader::new(stream);
    while let Ok(Some(request)) = frame::read(&mut reader) {
        writeln!(io::stdout(), "server received: {request}")?;
        let reply = answer(request, shared);
        writeln!(io::stdout(), "server sending reply: {}", reply.start)?;
        reply.write(&mut stream)?;
    }
    if false {
        error("40", "malformed").write(&mut stream)?;
    }
    end(stream)
}
// ANCHOR_END: serve
