//! Leaves out white space around the phrase, which is for people as it stands.
//!
//! fails: the_client_takes_every_status_line_that_can_be_read_in_one_way

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
        [] => Ok(StatusLine { version, status, reason: Cow::default() }),
        [b' ', reason @ ..] => {
            Ok(StatusLine { version, status, reason: request::syntax::trim_ows(reason).to_vec().into() })
        }
        _ => Err(Error::new(ErrorKind::StatusInvalid, 12)),
    }
// ANCHOR_END: status_line
