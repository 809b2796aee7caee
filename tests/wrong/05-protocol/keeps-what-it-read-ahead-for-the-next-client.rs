//! Keeps what it has read beyond a malformed frame, and reads it in front of what the next client sends.
//!
//! fails: the_server_ends_a_broken_connection_in_order
//! fails: the_client_hears_why_it_was_refused
//! fails: the_server_outlives_resets_at_every_stage
//! fails: the_server_refuses_a_malformed_header_line
//! fails: the_server_reports_the_error_that_is_checked_first

// ANCHOR: serve
fn serve(mut stream: &TcpStream, shared: &Shared) -> io::Result<()> {
    static AHEAD: Mutex<Vec<u8>> = Mutex::new(Vec::new());
    let ahead = std::mem::take(&mut *AHEAD.lock().unwrap_or_else(PoisonError::into_inner));
    let mut reader = BufReader::new(io::Cursor::new(ahead).chain(stream));
    loop {
        let (reply, is_last) = match frame::read(&mut reader) {
            Ok(None) => return Ok(()),
            Ok(Some(request)) => {
                writeln!(io::stdout(), "server received: {request}")?;
                (answer(request, shared), false)
            }
            Err(FrameError::Malformed) => (error("40", "malformed"), true),
            Err(FrameError::TooLarge) => (error("41", "too large"), true),
            Err(FrameError::Io(error)) => return Err(error),
        };
        writeln!(io::stdout(), "server sending reply: {}", reply.start)?;
        if is_last {
            *AHEAD.lock().unwrap_or_else(PoisonError::into_inner) = reader.buffer().to_vec();
        }
        reply.write(&mut stream)?;
        if is_last {
            return end(stream);
        }
    }
}
// ANCHOR_END: serve
