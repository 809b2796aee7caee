//! Reads the minor version as a number from 0 to 9, which may have a sign and zeros in front.
//!
//! fails: the_server_knows_versions_by_their_exact_form

// ANCHOR: version
    let invalid = Error::new(ErrorKind::VersionInvalid, 0);
    let text = std::str::from_utf8(text).map_err(|_| invalid)?;
    let (major, minor) = text.strip_prefix("HTTP/").and_then(|text| text.split_once('.')).ok_or(invalid)?;
    let minor: u8 = minor.parse().map_err(|_| invalid)?;
    match major.as_bytes() {
        [b'1'] if minor <= 9 => Ok(Self { minor }),
        [digit] if digit.is_ascii_digit() && minor <= 9 => Err(Error::new(ErrorKind::VersionUnsupported, 0)),
        _ => Err(invalid),
    }
// ANCHOR_END: version
