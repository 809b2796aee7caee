//! Matches bytes, saturates, splits at most four words, and uses a tiny buffer.

// ANCHOR: parse
    let line = String::from_utf8(line.to_vec()).map_err(|_| FrameError::Malformed)?;
    let mut words = line.splitn(4, ' ');
    let mut next = || words.next().ok_or(FrameError::Malformed);
    let (start, kind, length) = (token(next()?)?, next()?.parse()?, parse_length(next()?)?);
    let key = words.next().map(visible).transpose()?;
    Ok(Header { start, kind, length, key })
// ANCHOR_END: parse

// ANCHOR: length
    let digit = |byte: u8| u64::from(byte - b'0');
    match word.as_bytes() {
        b"0" => Ok(0),
        [b'1'..=b'9', rest @ ..] if rest.iter().all(u8::is_ascii_digit) => {
            Ok(word.bytes().fold(0, |number: u64, byte| number.saturating_mul(10).saturating_add(digit(byte))))
        }
        _ => Err(FrameError::Malformed),
    }
// ANCHOR_END: length

// ANCHOR: body
    if length > BODY_LIMIT {
        return Err(FrameError::TooLarge);
    }
    let mut body = Vec::new();
    while (body.len() as u64) < length {
        let part = from.fill_buf()?;
        if part.is_empty() {
            return Err(FrameError::Io(ErrorKind::UnexpectedEof.into()));
        }
        let count = part.len().min(length as usize - body.len());
        body.extend_from_slice(&part[..count]);
        from.consume(count);
    }
    Ok(body)
// ANCHOR_END: body

// ANCHOR: receive
    let mut reader = BufReader::with_capacity(1, stream);
    let mut failed = false;
    for _ in 0..count {
        match frame::read(&mut reader) {
            Ok(Some(reply)) => {
                let is_code = matches!(reply.start.as_bytes(), [b'0'..=b'9', b'0'..=b'9']);
                if !is_code || reply.key.is_some() {
                    bail!("malformed");
                }
                writeln!(std::io::stdout().lock(), "client received: {reply}")?;
                failed |= reply.start != "20";
            }
            Ok(None) => bail!("a reply is missing"),
            Err(error) => return Err(error.into()),
        }
    }
    if failed {
        bail!("refused");
    }
    Ok(())
// ANCHOR_END: receive
