//! Sets a time limit for each read: a client that sends an octet now and then is never too late.
//!
//! fails: the_server_gives_up_a_head_that_does_not_come

// ANCHOR: receive
/// Reads until the head is complete; what has come after it is left alone.
fn receive(stream: &TcpStream, timeout: Duration) -> io::Result<Received> {
    stream.set_read_timeout(Some(timeout))?;
    let mut input = stream;
    let mut decoder = RequestDecoder::new(Limits::default());
    let mut buffer = [0; 8 * 1024];
    loop {
        let count = match input.read(&mut buffer) {
            Ok(count) => count,
            Err(error) if matches!(error.kind(), ErrorKind::TimedOut | ErrorKind::WouldBlock) => {
                return Ok(decoder.incomplete().map_or(Received::Nothing, Received::TooLate));
            }
            Err(error) => return Err(error),
        };
        if count == 0 {
            return Ok(decoder.incomplete().map_or(Received::Nothing, Received::Malformed));
        }
        match decoder.decode(&mut &buffer[..count]) {
            Ok(None) => {}
            Ok(Some(head)) => return Ok(Received::Request(Box::new(head))),
            Err(error) => return Ok(Received::Malformed(error)),
        }
    }
}
// ANCHOR_END: receive
