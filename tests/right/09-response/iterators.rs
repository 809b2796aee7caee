//! Parts and folds with what iterators and slices offer.

// ANCHOR: status_line
    let version = line.get(..8).ok_or(Error::new(ErrorKind::StatusLineInvalid, line.len()))?;
    let version = Version::parse(version)?;
    let rest = line[8..].strip_prefix(b" ").ok_or(Error::new(ErrorKind::StatusLineInvalid, 8))?;
    let status = rest.get(..3).and_then(Status::parse).ok_or(Error::new(ErrorKind::StatusInvalid, 9))?;
    let reason = match rest[3..].split_first() {
        None => &[][..],
        Some((b' ', reason)) => reason,
        Some(_) => return Err(Error::new(ErrorKind::StatusInvalid, 12)),
    };
    Ok(StatusLine { version, status, reason: reason.to_vec().into() })
// ANCHOR_END: status_line

// ANCHOR: unfold
    for octet in &mut octets[value..] {
        match octet {
            b' ' | b'\t' | b'\r' | b'\n' => *octet = b' ',
            _ => break,
        }
    }
    let is_text = |octet: &u8| !is_ows(*octet);
    match (octets.iter().position(is_text), octets.iter().rposition(is_text)) {
        (Some(first), Some(last)) => first..last + 1,
        _ => octets.len()..octets.len(),
    }
// ANCHOR_END: unfold

// ANCHOR: separator
    enum State {
        Outside,
        Quoted,
        Escaped,
    }
    let outside = text.iter().scan(State::Outside, |state, &octet| {
        let is_outside = matches!(state, State::Outside);
        *state = match (&state, octet) {
            (State::Outside, b'"') | (State::Escaped, _) => State::Quoted,
            (State::Outside, _) | (State::Quoted, b'"') => State::Outside,
            (State::Quoted, b'\\') => State::Escaped,
            (State::Quoted, _) => State::Quoted,
        };
        Some(is_outside && octet == separator)
    });
    outside.into_iter().position(|is_it| is_it).unwrap_or(text.len())
// ANCHOR_END: separator

// ANCHOR: parameter
    let mut parts = text.splitn(2, |&octet| octet == b'=');
    let (name, value) = (parts.next()?, parts.next()?);
    let value = Some(value).filter(|value| is_token(value)).map(Cow::Borrowed).or_else(|| unquote(value))?;
    is_token(name).then(|| Parameter { name, value })
// ANCHOR_END: parameter

// ANCHOR: content_length
    let has_none = to_head || [204, 304].contains(&head.status.code());
    if has_none || head.fields.get("Transfer-Encoding").is_some() {
        return Ok(has_none.then_some(0));
    }
    let lengths: Vec<_> = head.fields.all("Content-Length").collect();
    ensure!(lengths.len() < 2, "two lengths");
    lengths
        .first()
        .map(|length| {
            let digits = length.value();
            ensure!(!digits.is_empty() && digits.iter().all(u8::is_ascii_digit), "no number");
            Ok(str::from_utf8(digits)?.parse()?)
        })
        .transpose()
// ANCHOR_END: content_length
