//! Takes all between the first and the last space for the target.
//!
//! fails: the_server_says_where_a_request_is_wrong

// ANCHOR: request_line
    let missing = Error::new(ErrorKind::PartMissing, line.len());
    let first = line.iter().position(|&octet| octet == b' ').ok_or(missing)?;
    let last = line.iter().rposition(|&octet| octet == b' ').ok_or(missing)?;
    let method = &line[..first];
    if !syntax::is_token(method) {
        return Err(Error::new(ErrorKind::MethodInvalid, syntax::token_length(method)));
    }
    if last <= first + 1 {
        return Err(if last == first { missing } else { Error::new(ErrorKind::ExtraSpace, last) });
    }
    Ok(Parts { method, target: &line[first + 1..last], version: &line[last + 1..] })
// ANCHOR_END: request_line
