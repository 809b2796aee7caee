//! Takes what one read returns for the whole head.
//!
//! fails: the_server_does_not_wait_for_the_end_of_a_line_that_is_too_long
//! fails: the_server_gives_up_a_head_that_does_not_come
//! fails: the_server_says_where_a_request_is_wrong
//! fails: the_server_takes_a_field_line_up_to_its_limit
//! fails: the_server_takes_a_field_section_up_to_its_limit
//! fails: the_server_takes_a_request_in_many_pieces
//! fails: the_server_takes_a_request_that_is_cut_anywhere
//! fails: the_server_takes_a_target_up_to_its_limit
//! fails: the_server_takes_so_many_fields_and_no_more
//! fails: the_server_skips_empty_lines_before_a_request
//! fails: the_server_answers_a_request_without_fields
//! fails: the_server_gives_up_a_first_line_that_does_not_end
//! fails: the_server_waits_for_the_empty_line

// ANCHOR: receive
/// Reads the request.
fn receive(stream: &TcpStream, timeout: Duration) -> io::Result<Received> {
    let mut input = cli::limited(stream, u64::MAX, timeout);
    let mut decoder = RequestDecoder::new(Limits::default());
    let mut buffer = [0; 8 * 1024];
    let count = match input.read(&mut buffer) {
        Ok(0) => return Ok(Received::Nothing),
        Ok(count) => count,
        Err(error) if error.kind() == ErrorKind::TimedOut => return Ok(Received::Nothing),
        Err(error) => return Err(error),
    };
    match decoder.decode(&mut &buffer[..count]) {
        Ok(None) => Ok(decoder.incomplete().map_or(Received::Nothing, Received::Malformed)),
        Ok(Some(head)) => Ok(Received::Request(Box::new(head))),
        Err(error) => Ok(Received::Malformed(error)),
    }
}
// ANCHOR_END: receive
