//! Turns the request line into a `str` first, and does not expect that to fail.
//!
//! fails: the_server_takes_a_request_line_with_two_single_spaces_only
//! fails: the_server_knows_versions_by_their_exact_form

// ANCHOR: request_line
    let text = std::str::from_utf8(line).expect("a request line is text");
    let Some((method, rest)) = text.split_once(' ').filter(|(method, _)| syntax::is_token(method.as_bytes())) else {
        let method = syntax::token_length(line);
        let kind = if method == line.len() { ErrorKind::PartMissing } else { ErrorKind::MethodInvalid };
        return Err(Error::new(kind, method));
    };
    let Some((target, version)) = rest.split_once(' ') else {
        return Err(Error::new(ErrorKind::PartMissing, line.len()));
    };
    if target.is_empty() || version.contains(' ') {
        return Err(Error::new(ErrorKind::ExtraSpace, line.len() - version.len()));
    }
    Ok(Parts { method: method.as_bytes(), target: target.as_bytes(), version: version.as_bytes() })
// ANCHOR_END: request_line
