//! Turns the status line into a `str` first, and does not expect that to fail.
//!
//! fails: the_client_prints_status_fields_and_content

// ANCHOR: status_line
    let line = str::from_utf8(line).expect("a status line is text").as_bytes();
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
        [] => Ok(StatusLine { version, status, reason: Cow::default() }),
        [b' ', reason @ ..] => Ok(StatusLine { version, status, reason: reason.to_vec().into() }),
        _ => Err(Error::new(ErrorKind::StatusInvalid, 12)),
    }
// ANCHOR_END: status_line
