//! Answers a malformed frame with its error and takes what follows for the next frame.
//!
//! fails: the_server_ends_a_broken_connection_in_order
//! fails: the_server_refuses_a_length_that_is_not_plain_digits
//! fails: the_server_refuses_a_malformed_header_line
//! fails: the_server_refuses_text_that_is_not_utf8
//! fails: the_server_reports_the_error_that_is_checked_first

// ANCHOR: serve
/// Answers the requests of one client.
fn serve(mut stream: &TcpStream, shared: &Shared) -> io::Result<()> {
    let mut reader = BufReader::new(stream);
    loop {
        let (reply, is_last) = match frame::read(&mut reader) {
            Ok(None) => return Ok(()),
            Ok(Some(request)) => {
                writeln!(io::stdout(), "server received: {request}")?;
                (answer(request, shared), false)
            }
            Err(FrameError::Malformed) => (error("40", "malformed"), false),
            Err(FrameError::TooLarge) => (error("41", "too large"), true),
            Err(FrameError::Io(error)) => return Err(error),
        };
        writeln!(io::stdout(), "server sending reply: {}", reply.start)?;
        reply.write(&mut stream)?;
        if is_last {
            return end(stream);
        }
    }
}
// ANCHOR_END: serve
