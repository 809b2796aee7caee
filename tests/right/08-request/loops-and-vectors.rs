//! Loops that look at each octet, vectors, and lengths; the Host values are looked at before their number.

// ANCHOR: find
        let mut at = 0;
        while at < input.len() {
            let octet = input[at];
            if self.after_cr {
                if octet != b'\n' {
                    return Err(Error::new(ErrorKind::BareCr, self.offset - 1));
                }
                self.offset += 1;
                self.length = 0;
                self.after_cr = false;
                return Ok(Found::End(at + 1));
            }
            match octet {
                b'\r' => self.after_cr = true,
                b'\n' => return Err(Error::new(ErrorKind::BareLf, self.offset)),
                b'\t' | b' '..=b'~' | 0x80..=0xff => {
                    if self.length == limit {
                        // The octets of this piece were counted already: begin again where the piece began.
                        self.offset -= at;
                        return Ok(Found::TooLong(at));
                    }
                    self.length += 1;
                }
                _ => return Err(Error::new(ErrorKind::ControlOctet, self.offset)),
            }
            self.offset += 1;
            at += 1;
        }
        Ok(Found::Part)
// ANCHOR_END: find

// ANCHOR: request_line
    let spaces: Vec<usize> = line.iter().enumerate().filter(|(_, octet)| **octet == b' ').map(|(at, _)| at).collect();
    let method = &line[..spaces.first().copied().unwrap_or(line.len())];
    if !syntax::is_token(method) {
        return Err(Error::new(ErrorKind::MethodInvalid, syntax::token_length(method)));
    }
    match spaces[..] {
        [] | [_] => Err(Error::new(ErrorKind::PartMissing, line.len())),
        [first, second, ..] if second == first + 1 => Err(Error::new(ErrorKind::ExtraSpace, second)),
        [first, second] => Ok(Parts { method, target: &line[first + 1..second], version: &line[second + 1..] }),
        [_, _, third, ..] => Err(Error::new(ErrorKind::ExtraSpace, third)),
    }
// ANCHOR_END: request_line

// ANCHOR: version
        let form = text.len() == 8
            && &text[..5] == b"HTTP/"
            && text[5].is_ascii_digit()
            && text[6] == b'.'
            && text[7].is_ascii_digit();
        if !form {
            return Err(Error::new(ErrorKind::VersionInvalid, 0));
        }
        if text[5] != b'1' {
            return Err(Error::new(ErrorKind::VersionUnsupported, 0));
        }
        Ok(Self { minor: text[7] - b'0' })
// ANCHOR_END: version

// ANCHOR: field_line
    let name = syntax::token_length(line);
    if name == line.len() {
        return Err(Error::new(ErrorKind::ColonMissing, name));
    }
    if line[name] != b':' {
        let blanks = line[name..].iter().take_while(|octet| syntax::is_ows(**octet)).count();
        let colon = line.get(name + blanks) == Some(&b':');
        let kind = if blanks > 0 && colon { ErrorKind::SpaceBeforeColon } else { ErrorKind::FieldNameInvalid };
        return Err(Error::new(kind, name));
    }
    if name == 0 {
        return Err(Error::new(ErrorKind::FieldNameEmpty, 0));
    }
    let (mut start, mut end) = (name + 1, line.len());
    while start < end && matches!(line[start], b' ' | b'\t') {
        start += 1;
    }
    while end > start && matches!(line[end - 1], b' ' | b'\t') {
        end -= 1;
    }
    Ok(Split { name, value: start..end })
// ANCHOR_END: field_line

// ANCHOR: limits
        let left = self.limits.section.checked_sub(self.start).unwrap_or(0);
        let octets = self.limits.line.min(left);
        let kind = if octets < self.limits.line { ErrorKind::SectionTooLong } else { ErrorKind::LineTooLong };
        match self.limits.fields.checked_sub(self.fields.len()) {
            None | Some(0) => LineLimit { octets: 0, kind: ErrorKind::TooManyFields },
            Some(_) => LineLimit { octets, kind },
        }
// ANCHOR_END: limits

// ANCHOR: host
    let hosts: Vec<_> = fields.all("Host").collect();
    for host in &hosts {
        if !host.value().is_empty() && Authority::parse(host.value()).is_err() {
            return Err(Error::new(ErrorKind::HostInvalid, host.offset()));
        }
    }
    match hosts.as_slice() {
        [] if version >= Version::HTTP_11 => Err(Error::new(ErrorKind::HostMissing, end)),
        [] | [_] => Ok(()),
        [.., last] => Err(Error::new(ErrorKind::HostRepeated, last.offset())),
    }
// ANCHOR_END: host
