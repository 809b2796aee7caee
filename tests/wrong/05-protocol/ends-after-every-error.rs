//! Ends the connection after every error, also where the end of the frame is known.
//!
//! fails: the_server_goes_on_after_an_unknown_method
//! fails: the_server_refuses_a_wrong_key_and_goes_on

// ANCHOR: serve
/// Answers the requests of one client.
fn serve(mut stream: &TcpStream, shared: &Shared) -> io::Result<()> {
    let mut reader = BufReader::new(stream);
    loop {
        let reply = match frame::read(&mut reader) {
            Ok(None) => return Ok(()),
            Ok(Some(request)) => {
                writeln!(io::stdout(), "server received: {request}")?;
                answer(request, shared)
            }
            Err(FrameError::Malformed) => error("40", "malformed"),
            Err(FrameError::TooLarge) => error("41", "too large"),
            Err(FrameError::Io(error)) => return Err(error),
        };
        writeln!(io::stdout(), "server sending reply: {}", reply.start)?;
        reply.write(&mut stream)?;
        if reply.start != "20" {
            return end(stream);
        }
    }
}
// ANCHOR_END: serve
