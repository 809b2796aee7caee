//! Does not look whether text is UTF-8.
//!
//! fails: the_client_refuses_malformed_replies
//! fails: the_server_refuses_text_that_is_not_utf8
//! fails: the_server_reports_the_error_that_is_checked_first

// ANCHOR: read
/// Reads one frame.
pub fn read(from: &mut impl BufRead) -> Result<Option<Frame>, FrameError> {
    let Some(line) = read_line(from)? else { return Ok(None) };
    let Header { start, kind, length, key } = parse(&line)?;
    let body = read_body(from, length)?;
    Ok(Some(Frame { start, kind, key, body }))
}
// ANCHOR_END: read
