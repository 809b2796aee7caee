//! Counts octets by index, with flags and early returns.

// ANCHOR: status_line
    if line.len() < 8 {
        return Err(Error::new(ErrorKind::StatusLineInvalid, line.len()));
    }
    let version = Version::parse(&line[..8])?;
    if line.len() == 8 || line[8] != b' ' {
        return Err(Error::new(ErrorKind::StatusLineInvalid, 8));
    }
    let code = &line[9..line.len().min(12)];
    let Some(status) = Status::parse(code) else {
        return Err(Error::new(ErrorKind::StatusInvalid, 9));
    };
    if line.len() > 12 && line[12] != b' ' {
        return Err(Error::new(ErrorKind::StatusInvalid, 12));
    }
    let reason = if line.len() > 13 { line[13..].to_vec() } else { Vec::new() };
    Ok(StatusLine { version, status, reason: Cow::Owned(reason) })
// ANCHOR_END: status_line

// ANCHOR: unfold
    let mut at = value;
    while at < octets.len() && b" \t\r\n".contains(&octets[at]) {
        octets[at] = b' ';
        at += 1;
    }
    let mut start = 0;
    while start < octets.len() && is_ows(octets[start]) {
        start += 1;
    }
    let mut end = octets.len();
    while end > start && is_ows(octets[end - 1]) {
        end -= 1;
    }
    start..end
// ANCHOR_END: unfold

// ANCHOR: separator
    let mut at = 0;
    while at < text.len() && text[at] != separator {
        if text[at] == b'"' {
            at += 1;
            while at < text.len() && text[at] != b'"' {
                at += if text[at] == b'\\' { 2 } else { 1 };
            }
        }
        at += 1;
    }
    at.min(text.len())
// ANCHOR_END: separator

// ANCHOR: unquote
    if value.len() < 2 || value[0] != b'"' || value[value.len() - 1] != b'"' {
        return None;
    }
    let mut text = Vec::new();
    let mut at = 1;
    while at < value.len() - 1 {
        if value[at] == b'"' {
            return None;
        }
        if value[at] == b'\\' {
            at += 1;
        }
        if at == value.len() - 1 || !is_line_octet(value[at]) {
            return None;
        }
        text.push(value[at]);
        at += 1;
    }
    Some(Cow::Owned(text))
// ANCHOR_END: unquote
