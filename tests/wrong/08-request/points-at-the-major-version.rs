//! Points at the digit that is wrong, where the task says that errors stand at 0.
//!
//! fails: the_server_says_where_a_request_is_wrong

// ANCHOR: version
        match text {
            [b'H', b'T', b'T', b'P', b'/', major, b'.', minor] if major.is_ascii_digit() && minor.is_ascii_digit() => {
                if *major == b'1' {
                    Ok(Self { minor: minor - b'0' })
                } else {
                    Err(Error::new(ErrorKind::VersionUnsupported, 5))
                }
            }
            _ => Err(Error::new(ErrorKind::VersionInvalid, 0)),
        }
// ANCHOR_END: version
