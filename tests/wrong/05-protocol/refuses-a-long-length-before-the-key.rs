//! Calls a length that fits no integer too large at once, before the key after it is looked at.
//!
//! fails: the_server_reports_the_error_that_is_checked_first

// ANCHOR: parse
    let line = str::from_utf8(line).map_err(|_| FrameError::Malformed)?;
    let mut words = line.split(' ');
    let mut next = || words.next().ok_or(FrameError::Malformed);
    let start = token(next()?)?;
    let kind = next()?.parse()?;
    let length = parse_length(next()?)?;
    let key = words.next().map(visible).transpose()?;
    if words.next().is_some() {
        return Err(FrameError::Malformed);
    }
    Ok(Header { start, kind, length, key })
// ANCHOR_END: parse

// ANCHOR: length
    let digits = !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_digit());
    if !digits || (word.starts_with('0') && word != "0") {
        return Err(FrameError::Malformed);
    }
    word.parse().map_err(|_| FrameError::TooLarge)
// ANCHOR_END: length
