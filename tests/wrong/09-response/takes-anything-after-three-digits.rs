//! Looks at three octets of the code, and not at the one after them.
//!
//! fails: the_client_says_where_a_status_line_is_wrong
//! fails: the_client_says_what_is_wrong_with_a_response

// ANCHOR: status_line
    let Some((version, rest)) = line.split_at_checked(8) else {
        return Err(Error::new(ErrorKind::StatusLineInvalid, line.len()));
    };
    let version = Version::parse(version)?;
    let Some((b" ", rest)) = rest.split_at_checked(1) else {
        return Err(Error::new(ErrorKind::StatusLineInvalid, 8));
    };
    let (code, reason) = rest.split_at_checked(3).ok_or(Error::new(ErrorKind::StatusInvalid, 9))?;
    let status = Status::parse(code).ok_or(Error::new(ErrorKind::StatusInvalid, 9))?;
    let reason = reason.strip_prefix(b" ").unwrap_or(reason);
    Ok(StatusLine { version, status, reason: reason.to_vec().into() })
// ANCHOR_END: status_line
