//! Parts the request line at runs of white space, as RFC 9112 would allow.
//!
//! fails: the_server_says_where_a_request_is_wrong
//! fails: the_server_takes_a_request_line_with_two_single_spaces_only

// ANCHOR: request_line
    let mut words = line.split(u8::is_ascii_whitespace).filter(|word| !word.is_empty());
    let (Some(method), Some(target), Some(version), None) = (words.next(), words.next(), words.next(), words.next()) else {
        return Err(Error::new(ErrorKind::PartMissing, line.len()));
    };
    Ok(Parts { method, target, version })
// ANCHOR_END: request_line
