//! Parts the request line with splitn: a third space becomes a part of the version.
//!
//! fails: the_server_says_where_a_request_is_wrong

// ANCHOR: request_line
    let mut parts = line.splitn(3, |&octet| octet == b' ');
    let (Some(method), Some(target), Some(version)) = (parts.next(), parts.next(), parts.next()) else {
        return Err(Error::new(ErrorKind::PartMissing, line.len()));
    };
    if !syntax::is_token(method) {
        return Err(Error::new(ErrorKind::MethodInvalid, 0));
    }
    if target.is_empty() {
        return Err(Error::new(ErrorKind::ExtraSpace, method.len() + 1));
    }
    Ok(Parts { method, target, version })
// ANCHOR_END: request_line
