//! Counts, splits and folds with iterators where the reference matches.

// ANCHOR: request_framing
    let name = if length.is_some() { "Content-Length" } else { "Transfer-Encoding" };
    let kind = match coding {
        None => return Ok(length.map_or(Framing::Empty, Framing::Length)),
        Some(_) if length.is_some() => ErrorKind::LengthBesideCoding,
        Some(Coding::Chunked) => return Ok(Framing::Chunked),
        Some(Coding::ChunkedOverOthers) => ErrorKind::CodingUnknown,
        Some(Coding::Endless) => ErrorKind::ChunkedNotLast,
    };
    Err(error_at(name, kind, &head.fields))
// ANCHOR_END: request_framing

// ANCHOR: no_content
    let code = status.code();
    *method == Method::Head || code / 100 == 1 || [204, 304].contains(&code) || (*method == Method::Connect && code / 100 == 2)
// ANCHOR_END: no_content

// ANCHOR: decimal
    let text = std::str::from_utf8(text).map_err(|_| ErrorKind::LengthInvalid)?;
    match text.chars().find(|c| !c.is_ascii_digit()) {
        Some(_) if text.contains(',') => Err(ErrorKind::LengthRepeated),
        Some(_) => Err(ErrorKind::LengthInvalid),
        None if text.is_empty() => Err(ErrorKind::LengthInvalid),
        None => text.parse().map_err(|_| ErrorKind::LengthTooLarge),
    }
// ANCHOR_END: decimal

// ANCHOR: coding
    let all: Vec<(&[u8], &[u8])> = members(list).map(|member| (parameters(member).0, member)).collect();
    if all.iter().any(|(name, _)| !syntax::is_token(name)) {
        return Err(ErrorKind::CodingInvalid);
    }
    let is_chunked = |name: &[u8]| name.to_ascii_lowercase() == b"chunked";
    let chunked: Vec<_> = all.iter().filter(|(name, _)| is_chunked(name)).collect();
    if chunked.iter().any(|(name, member)| name.len() != member.len()) {
        return Err(ErrorKind::ChunkedParameters);
    }
    if chunked.len() > 1 {
        return Err(ErrorKind::ChunkedRepeated);
    }
    Ok(match all.split_last() {
        Some(((name, _), others)) if is_chunked(name) && others.is_empty() => Coding::Chunked,
        Some(((name, _), _)) if is_chunked(name) => Coding::ChunkedOverOthers,
        _ => Coding::Endless,
    })
// ANCHOR_END: coding

// ANCHOR: chunk_line
    let digits = line.iter().position(|octet| !octet.is_ascii_hexdigit()).unwrap_or(line.len());
    let (text, extensions) = line.split_at(digits);
    let text = std::str::from_utf8(text).unwrap_or_default();
    let size = match text.len() {
        0 => return Err(Error::new(ErrorKind::SizeInvalid, 0)),
        many if many > most_digits => return Err(Error::new(ErrorKind::SizeTooLarge, most_digits)),
        _ => u64::from_str_radix(text, 16).map_err(|_| Error::new(ErrorKind::SizeTooLarge, 0))?,
    };
    match check_extensions(extensions) {
        Ok(()) => Ok(ChunkLine { size, digits }),
        Err(error) => Err(error.after(digits)),
    }
// ANCHOR_END: chunk_line

// ANCHOR: decode
    if let Next::Trailers(section) = &mut self.next {
        return Ok(section.decode(input)?.map(Part::End));
    }
    if let Next::Data(left @ 1..) = &mut self.next {
        if input.is_empty() {
            return Ok(None);
        }
        let piece = take(input, left);
        self.offset += piece.len();
        return Ok(Some(Part::Content(piece)));
    }
    if matches!(self.next, Next::Size) {
        let Some(size) = self.size(input)? else { return Ok(None) };
        self.next = if size > 0 { Next::Data(size) } else { Next::Trailers(self.trailers()) };
    } else if self.line_end(input)? {
        self.next = Next::Size;
    } else {
        self.next = Next::DataEnd;
        return Ok(None);
    }
// ANCHOR_END: decode
