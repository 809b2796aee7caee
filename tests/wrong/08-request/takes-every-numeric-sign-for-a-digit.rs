//! Asks char::is_numeric, which takes signs that are no ASCII digits.
//!
//! fails: the_server_knows_versions_by_their_exact_form

// ANCHOR: version
        let invalid = Error::new(ErrorKind::VersionInvalid, 0);
        let text = std::str::from_utf8(text).map_err(|_| invalid)?;
        let chars: Vec<char> = text.strip_prefix("HTTP/").ok_or(invalid)?.chars().collect();
        match chars[..] {
            ['1', '.', minor] if minor.is_numeric() => Ok(Self { minor: minor.to_digit(10).unwrap_or(1) as u8 }),
            [major, '.', minor] if major.is_numeric() && minor.is_numeric() => Err(Error::new(ErrorKind::VersionUnsupported, 0)),
            _ => Err(invalid),
        }
// ANCHOR_END: version
