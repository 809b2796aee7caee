//! Closes both directions when the client has left, and keeps a handle of the socket for ever.
//!
//! fails: the_server_takes_a_thousand_connections_that_say_nothing

// ANCHOR: serve
fn serve(mut stream: &TcpStream, shared: &Shared) -> io::Result<()> {
    std::mem::forget(stream.try_clone()?);
    let mut reader = BufReader::new(stream);
    loop {
        let (reply, is_last) = match frame::read(&mut reader) {
            Ok(None) => return stream.shutdown(Shutdown::Both),
            Ok(Some(request)) => {
                writeln!(io::stdout(), "server received: {request}")?;
                (answer(request, shared), false)
            }
            Err(FrameError::Malformed) => (error("40", "malformed"), true),
            Err(FrameError::TooLarge) => (error("41", "too large"), true),
            Err(FrameError::Io(error)) => {
                stream.shutdown(Shutdown::Both).ok();
                return Err(error);
            }
        };
        writeln!(io::stdout(), "server sending reply: {}", reply.start)?;
        reply.write(&mut stream)?;
        if is_last {
            end(stream)?;
            stream.shutdown(Shutdown::Both).ok();
            return Ok(());
        }
    }
}
// ANCHOR_END: serve
