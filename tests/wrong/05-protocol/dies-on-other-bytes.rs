//! Takes every body for text.
//!
//! fails: the_client_refuses_malformed_replies
//! fails: the_server_refuses_text_that_is_not_utf8
//! fails: the_server_reports_the_error_that_is_checked_first
//! fails: the_server_takes_any_bytes_in_a_body

// ANCHOR: read
/// Reads one frame.
pub fn read(from: &mut impl BufRead) -> Result<Option<Frame>, FrameError> {
    let Some(line) = read_line(from)? else { return Ok(None) };
    let Header { start, kind, length, key } = parse(&line)?;
    let body = String::from_utf8(read_body(from, length)?).expect("text");
    Ok(Some(Frame { start, kind, key, body: body.into_bytes() }))
}
// ANCHOR_END: read
