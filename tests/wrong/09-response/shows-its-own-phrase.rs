//! Shows the usual phrase of the code in place of the one that came.
//!
//! fails: the_client_takes_every_status_line_that_can_be_read_in_one_way
//! fails: the_client_goes_by_the_status_code

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
    match reason {
        [] | [b' ', ..] => Ok(StatusLine { version, status, reason: status.reason().as_bytes().into() }),
        _ => Err(Error::new(ErrorKind::StatusInvalid, 12)),
    }
// ANCHOR_END: status_line
