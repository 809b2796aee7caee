//! Parts the status line at tabs and rows of spaces too.
//!
//! fails: the_client_takes_every_status_line_that_can_be_read_in_one_way
//! fails: the_client_says_where_a_status_line_is_wrong

// ANCHOR: status_line
    let mut parts = line.splitn(3, |&octet| octet == b' ' || octet == b'\t');
    let version = Version::parse(parts.next().unwrap_or_default())?;
    let code = parts.next().ok_or(Error::new(ErrorKind::StatusLineInvalid, line.len()))?;
    let status = Status::parse(code).ok_or(Error::new(ErrorKind::StatusInvalid, 9))?;
    let reason = parts.next().unwrap_or_default();
    Ok(StatusLine { version, status, reason: request::syntax::trim_ows(reason).to_vec().into() })
// ANCHOR_END: status_line
