//! Matches words one after another, computes the length digit by digit, and fills a buffer of known size.

// ANCHOR: parse
    let mut words = line.split(|&byte| byte == b' ').map(|word| str::from_utf8(word).map_err(|_| FrameError::Malformed));
    let mut next = || words.next().ok_or(FrameError::Malformed)?;
    let header = Header {
        start: token(next()?)?,
        kind: next()?.parse()?,
        length: parse_length(next()?)?,
        key: next().ok().map(visible).transpose()?,
    };
    if next().is_ok() || line.split(|&byte| byte == b' ').count() > 4 {
        return Err(FrameError::Malformed);
    }
    if line.split(|&byte| byte == b' ').any(|word| str::from_utf8(word).is_err()) {
        return Err(FrameError::Malformed);
    }
    Ok(header)
// ANCHOR_END: parse

// ANCHOR: length
    if word == "0" {
        return Ok(0);
    }
    let mut length = 0_u64;
    for (place, byte) in word.bytes().enumerate() {
        match byte {
            b'1'..=b'9' => {}
            b'0' if place > 0 => {}
            _ => return Err(FrameError::Malformed),
        }
        length = length.saturating_mul(10).saturating_add(u64::from(byte - b'0'));
    }
    if word.is_empty() { Err(FrameError::Malformed) } else { Ok(length) }
// ANCHOR_END: length

// ANCHOR: body
    let length = usize::try_from(length.min(BODY_LIMIT + 1)).map_err(|_| FrameError::TooLarge)?;
    if length as u64 > BODY_LIMIT {
        return Err(FrameError::TooLarge);
    }
    let mut body = vec![0; length];
    from.read_exact(&mut body)?;
    Ok(body)
// ANCHOR_END: body

// ANCHOR: write
    let mut to = io::BufWriter::new(to);
    write!(to, "{} {} {}", self.start, self.kind, self.body.len())?;
    if let Some(key) = &self.key {
        write!(to, " {key}")?;
    }
    to.write_all(b"\n")?;
    to.write_all(&self.body)?;
    to.flush()
// ANCHOR_END: write
