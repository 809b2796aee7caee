//! Takes CRLF for a line end too.
//!
//! fails: the_client_refuses_malformed_replies
//! fails: the_server_refuses_a_length_that_is_not_plain_digits
//! fails: the_server_refuses_a_malformed_header_line

// ANCHOR: parse
    let line = str::from_utf8(line).map_err(|_| FrameError::Malformed)?;
    let words: Vec<&str> = line.trim_end_matches('\r').split(' ').collect();
    let (start, kind, length, key) = match words[..] {
        [start, kind, length] => (start, kind, length, None),
        [start, kind, length, key] => (start, kind, length, Some(visible(key)?)),
        _ => return Err(FrameError::Malformed),
    };
    Ok(Header { start: token(start)?, kind: kind.parse()?, length: parse_length(length)?, key })
// ANCHOR_END: parse
