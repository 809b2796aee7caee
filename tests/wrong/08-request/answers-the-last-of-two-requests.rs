//! Goes on after the end of the head, and answers the last request that came.
//!
//! fails: the_server_does_not_lose_its_response_to_octets_that_it_does_not_read
//! fails: the_server_stops_at_the_end_of_the_head
//! fails: the_server_answers_a_request_without_fields

// ANCHOR: receive
/// Reads all requests that have come.
fn receive(stream: &TcpStream, timeout: Duration) -> io::Result<Received> {
    let mut input = cli::limited(stream, u64::MAX, timeout);
    let mut decoder = RequestDecoder::new(Limits::default());
    let mut buffer = [0; 8 * 1024];
    let mut last = None;
    while last.is_none() || decoder.has_begun() {
        let count = match input.read(&mut buffer) {
            Ok(count) => count,
            Err(error) if error.kind() == ErrorKind::TimedOut => {
                return Ok(decoder.incomplete().map_or(Received::Nothing, Received::TooLate));
            }
            Err(error) => return Err(error),
        };
        if count == 0 {
            return Ok(decoder.incomplete().map_or(Received::Nothing, Received::Malformed));
        }
        let mut input = &buffer[..count];
        loop {
            match decoder.decode(&mut input) {
                Ok(None) => break,
                Ok(Some(head)) => last = Some(head),
                Err(error) => return Ok(Received::Malformed(error)),
            }
        }
    }
    Ok(last.map_or(Received::Nothing, |head| Received::Request(Box::new(head))))
}
// ANCHOR_END: receive
