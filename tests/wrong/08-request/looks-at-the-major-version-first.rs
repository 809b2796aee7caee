//! Answers another major version with 505 before it has looked at the minor version.
//!
//! fails: the_server_knows_versions_by_their_exact_form

// ANCHOR: version
        let invalid = Error::new(ErrorKind::VersionInvalid, 0);
        let (major, minor) = match text {
            [b'H', b'T', b'T', b'P', b'/', major, b'.', minor] => (*major, *minor),
            _ => return Err(invalid),
        };
        if major != b'1' && major.is_ascii_digit() { return Err(Error::new(ErrorKind::VersionUnsupported, 0)); }
        if major != b'1' || !minor.is_ascii_digit() { return Err(invalid); }
        Ok(Self { minor: minor - b'0' })
// ANCHOR_END: version
