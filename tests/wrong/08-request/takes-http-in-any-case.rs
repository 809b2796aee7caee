//! Compares the name of the protocol in any letter case.
//!
//! fails: the_server_knows_versions_by_their_exact_form
//! fails: the_server_says_where_a_request_is_wrong

// ANCHOR: version
    match text {
        [name @ .., major, b'.', minor]
            if name.eq_ignore_ascii_case(b"HTTP/") && major.is_ascii_digit() && minor.is_ascii_digit() =>
        {
            if *major == b'1' {
                Ok(Self { minor: minor - b'0' })
            } else {
                Err(Error::new(ErrorKind::VersionUnsupported, 0))
            }
        }
        _ => Err(Error::new(ErrorKind::VersionInvalid, 0)),
    }
// ANCHOR_END: version
