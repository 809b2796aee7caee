//! Reads major and minor version as numbers of any length.
//!
//! fails: the_server_knows_versions_by_their_exact_form
//! fails: the_server_says_where_a_request_is_wrong

// ANCHOR: version
    let invalid = Error::new(ErrorKind::VersionInvalid, 0);
    let text = std::str::from_utf8(text).map_err(|_| invalid)?;
    let (major, minor) = text.strip_prefix("HTTP/").and_then(|text| text.split_once('.')).ok_or(invalid)?;
    let (major, minor): (u32, u8) = (major.parse().map_err(|_| invalid)?, minor.parse().map_err(|_| invalid)?);
    if major == 1 { Ok(Self { minor }) } else { Err(Error::new(ErrorKind::VersionUnsupported, 0)) }
// ANCHOR_END: version
