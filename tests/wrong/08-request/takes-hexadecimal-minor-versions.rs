//! Takes a hexadecimal digit for a minor version.
//!
//! fails: the_server_knows_versions_by_their_exact_form

// ANCHOR: version
        match text {
            [b'H', b'T', b'T', b'P', b'/', major, b'.', minor] if major.is_ascii_digit() && minor.is_ascii_hexdigit() => {
                if *major == b'1' {
                    Ok(Self { minor: minor - b'0' })
                } else {
                    Err(Error::new(ErrorKind::VersionUnsupported, 0))
                }
            }
            _ => Err(Error::new(ErrorKind::VersionInvalid, 0)),
        }
// ANCHOR_END: version
