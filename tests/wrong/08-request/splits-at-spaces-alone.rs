//! Parts the request line at its spaces and does not look at the method.
//!
//! fails: the_server_says_where_a_request_is_wrong

// ANCHOR: request_line
    let parts: Vec<&[u8]> = line.split(|&octet| octet == b' ').collect();
    match parts[..] {
        [method, target, version] if !method.is_empty() && !target.is_empty() => Ok(Parts { method, target, version }),
        [_, _, _, ..] => Err(Error::new(ErrorKind::ExtraSpace, line.len())),
        _ => Err(Error::new(ErrorKind::PartMissing, line.len())),
    }
// ANCHOR_END: request_line
