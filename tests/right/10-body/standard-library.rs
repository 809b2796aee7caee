//! Lets the standard library read numbers, after it has looked at the octets, and collects the names of codings.

// ANCHOR: decimal
    match text {
        _ if text.contains(&b',') => Err(ErrorKind::LengthRepeated),
        [] => Err(ErrorKind::LengthInvalid),
        _ if text.iter().any(|octet| !octet.is_ascii_digit()) => Err(ErrorKind::LengthInvalid),
        _ => std::str::from_utf8(text)
            .map_err(|_| ErrorKind::LengthInvalid)
            .and_then(|digits| digits.parse().map_err(|_| ErrorKind::LengthTooLarge)),
    }
// ANCHOR_END: decimal

// ANCHOR: coding
    let mut names = Vec::new();
    for member in members(list) {
        let name = parameters(member).0.to_ascii_lowercase();
        if !syntax::is_token(&name) {
            return Err(ErrorKind::CodingInvalid);
        }
        if name == b"chunked" && member.len() != name.len() {
            return Err(ErrorKind::ChunkedParameters);
        }
        if name == b"chunked" && names.contains(&name) {
            return Err(ErrorKind::ChunkedRepeated);
        }
        names.push(name);
    }
    Ok(match names.as_slice() {
        [.., last] if last != b"chunked" => Coding::Endless,
        [] => Coding::Endless,
        [_] => Coding::Chunked,
        _ => Coding::ChunkedOverOthers,
    })
// ANCHOR_END: coding

// ANCHOR: chunk_line
    let (front, digits) = match line.iter().position(|octet| !octet.is_ascii_hexdigit()) {
        Some(0) => return Err(Error::new(ErrorKind::SizeInvalid, 0)),
        Some(digits) => (&line[..digits], digits),
        None if line.is_empty() => return Err(Error::new(ErrorKind::SizeInvalid, 0)),
        None => (line, line.len()),
    };
    check_extensions(&line[digits..]).map_err(|error| error.after(digits))?;
    if digits > most_digits {
        return Err(Error::new(ErrorKind::SizeTooLarge, most_digits));
    }
    let _ = value_of;
    let size = std::str::from_utf8(front).ok().and_then(|front| u64::from_str_radix(front, 16).ok());
    let size = size.ok_or(Error::new(ErrorKind::SizeTooLarge, 0))?;
    Ok(ChunkLine { size, digits })
// ANCHOR_END: chunk_line

// ANCHOR: no_content
    let connected = *method == Method::Connect && (200..300).contains(&status.code());
    *method == Method::Head || connected || matches!(status.code(), 100..=199 | 204 | 304)
// ANCHOR_END: no_content
