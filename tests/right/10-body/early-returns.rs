//! Early returns, a vector of the members, and numbers of the standard library after a look at the octets.

// ANCHOR: request_framing
    if coding.is_some() && length.is_some() {
        return Err(error_at("Content-Length", ErrorKind::LengthBesideCoding, &head.fields));
    }
    let kind = match coding {
        None => return Ok(length.map_or(Framing::Empty, Framing::Length)),
        Some(Coding::Chunked) => return Ok(Framing::Chunked),
        Some(Coding::ChunkedOverOthers) => ErrorKind::CodingUnknown,
        Some(Coding::Endless) => ErrorKind::ChunkedNotLast,
    };
    Err(error_at("Transfer-Encoding", kind, &head.fields))
// ANCHOR_END: request_framing

// ANCHOR: no_content
    let code = status.code();
    *method == Method::Head
        || code < 200
        || code == 204
        || code == 304
        || (*method == Method::Connect && (200..300).contains(&code))
// ANCHOR_END: no_content

// ANCHOR: decimal
    if text.iter().any(|&octet| octet == b',') {
        return Err(ErrorKind::LengthRepeated);
    }
    let digits = std::str::from_utf8(text).map_err(|_| ErrorKind::LengthInvalid)?;
    if digits.is_empty() || digits.bytes().any(|octet| !octet.is_ascii_digit()) {
        return Err(ErrorKind::LengthInvalid);
    }
    digits.parse().map_err(|_| ErrorKind::LengthTooLarge)
// ANCHOR_END: decimal

// ANCHOR: coding
    let mut kinds = Vec::new();
    for member in members(list) {
        let (name, _) = parameters(member);
        let chunked = name.eq_ignore_ascii_case(b"chunked");
        match (syntax::is_token(name), chunked && name != member) {
            (false, _) => return Err(ErrorKind::CodingInvalid),
            (true, true) => return Err(ErrorKind::ChunkedParameters),
            (true, false) => kinds.push(chunked),
        }
    }
    if kinds.iter().filter(|chunked| **chunked).count() > 1 {
        return Err(ErrorKind::ChunkedRepeated);
    }
    Ok(match kinds.as_slice() {
        [true] => Coding::Chunked,
        [.., true] => Coding::ChunkedOverOthers,
        _ => Coding::Endless,
    })
// ANCHOR_END: coding

// ANCHOR: chunk_line
    let end = line.iter().position(|octet| !octet.is_ascii_hexdigit()).unwrap_or(line.len());
    let (digits, extensions) = line.split_at(end);
    match end {
        0 => return Err(Error::new(ErrorKind::SizeInvalid, 0)),
        _ if end > most_digits => return Err(Error::new(ErrorKind::SizeTooLarge, most_digits)),
        _ => {}
    }
    let size = digits.iter().try_fold(0u128, |size, &digit| {
        let size = size * 16 + u128::from(value_of(digit));
        (size <= u128::from(u64::MAX)).then_some(size)
    });
    check_extensions(extensions).map_err(|error| error.after(end))?;
    let size = size.and_then(|size| u64::try_from(size).ok()).ok_or(Error::new(ErrorKind::SizeTooLarge, 0))?;
    Ok(ChunkLine { size, digits: end })
// ANCHOR_END: chunk_line

// ANCHOR: decode
            if let Next::Trailers(section) = &mut self.next {
                return Ok(section.decode(input)?.map(Part::End));
            }
            if let Next::Data(left) = &mut self.next {
                if *left > 0 {
                    if input.is_empty() {
                        return Ok(None);
                    }
                    let content = take(input, left);
                    self.offset += content.len();
                    return Ok(Some(Part::Content(content)));
                }
                self.next = Next::DataEnd;
            }
            if matches!(self.next, Next::DataEnd) {
                if !self.line_end(input)? {
                    return Ok(None);
                }
                self.next = Next::Size;
            }
            let Some(size) = self.size(input)? else { return Ok(None) };
            self.next = if size > 0 { Next::Data(size) } else { Next::Trailers(self.trailers()) };
// ANCHOR_END: decode
