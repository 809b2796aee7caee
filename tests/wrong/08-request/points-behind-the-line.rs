//! Counts the place of a third space from the beginning of the target and adds it to the line's length.
//!
//! fails: the_server_says_where_a_request_is_wrong

// ANCHOR: request_line
    let (method, rest) = line.split_at(syntax::token_length(line));
    let rest = match rest {
        [] => return Err(Error::new(ErrorKind::PartMissing, line.len())),
        [b' ', rest @ ..] if !method.is_empty() => rest,
        _ => return Err(Error::new(ErrorKind::MethodInvalid, method.len())),
    };
    let Some(space) = rest.iter().position(|&octet| octet == b' ') else {
        return Err(Error::new(ErrorKind::PartMissing, line.len()));
    };
    let (target, version) = (&rest[..space], &rest[space + 1..]);
    if target.is_empty() {
        return Err(Error::new(ErrorKind::ExtraSpace, method.len() + 1));
    }
    if let Some(extra) = rest.iter().rposition(|&octet| octet == b' ').filter(|at| *at > space) {
        return Err(Error::new(ErrorKind::ExtraSpace, line.len() + extra));
    }
    Ok(Parts { method, target, version })
// ANCHOR_END: request_line
