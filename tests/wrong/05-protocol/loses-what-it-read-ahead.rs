//! Makes a new BufReader for each frame: what the last one had read beyond its frame is lost.
//!
//! fails: the_server_answers_a_thousand_requests_in_order
//! fails: the_server_counts_bytes
//! fails: the_server_goes_on_after_a_write_that_took_a_part
//! fails: the_server_keeps_the_beginning_of_the_next_frame
//! fails: the_server_reads_frames_that_are_glued_together
//! fails: the_server_refuses_a_wrong_key_and_goes_on

// ANCHOR: serve
/// Answers the requests of one client.
fn serve(mut stream: &TcpStream, shared: &Shared) -> io::Result<()> {
    loop {
        let mut reader = BufReader::new(stream);
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
        reply.write(&mut stream)?;
        if is_last {
            return end(stream);
        }
    }
}
// ANCHOR_END: serve
