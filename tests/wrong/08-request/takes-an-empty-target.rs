//! Hands on an empty target, of which others then say that its form does not fit.
//!
//! fails: the_server_says_where_a_request_is_wrong

// ANCHOR: request_line
    let mut parts = line.split(|&octet| octet == b' ');
    let (Some(method), Some(target), Some(version)) = (parts.next(), parts.next(), parts.next()) else {
        let kind = if syntax::is_token(line.split(|&octet| octet == b' ').next().unwrap_or_default()) {
            ErrorKind::PartMissing
        } else {
            ErrorKind::MethodInvalid
        };
        return Err(Error::new(kind, line.len()));
    };
    if !syntax::is_token(method) {
        return Err(Error::new(ErrorKind::MethodInvalid, syntax::token_length(method)));
    }
    if parts.next().is_some() && !target.is_empty() {
        return Err(Error::new(ErrorKind::ExtraSpace, method.len() + target.len() + version.len() + 2));
    }
    Ok(Parts { method, target, version })
// ANCHOR_END: request_line
