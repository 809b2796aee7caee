//! Splits, counts and compares with iterators where the reference matches on slices.

// ANCHOR: request_line
    let at = |part: &[u8]| part.as_ptr() as usize - line.as_ptr() as usize;
    let mut parts = line.splitn(3, |&octet| octet == b' ');
    let method = parts.next().unwrap_or_default();
    if !syntax::is_token(method) {
        return Err(Error::new(ErrorKind::MethodInvalid, syntax::token_length(method)));
    }
    let missing = Error::new(ErrorKind::PartMissing, line.len());
    let target = parts.next().ok_or(missing)?;
    let version = parts.next().ok_or(missing)?;
    if target.is_empty() || version.contains(&b' ') {
        return Err(Error::new(ErrorKind::ExtraSpace, at(version)));
    }
    Ok(Parts { method, target, version })
// ANCHOR_END: request_line

// ANCHOR: field_line
    let colon = line.iter().position(|&octet| octet == b':').ok_or(Error::new(ErrorKind::ColonMissing, line.len()))?;
    let name = &line[..colon];
    if name.is_empty() {
        return Err(Error::new(ErrorKind::FieldNameEmpty, 0));
    }
    if let Some(at) = name.iter().position(|&octet| !syntax::is_tchar(octet)) {
        let blank = name[at..].iter().all(|&octet| octet == b' ' || octet == b'\t');
        return Err(Error::new(if blank { ErrorKind::SpaceBeforeColon } else { ErrorKind::FieldNameInvalid }, at));
    }
    let is_text = |&at: &usize| !matches!(line[at], b' ' | b'\t');
    let first = (colon + 1..line.len()).find(is_text);
    let last = (colon + 1..line.len()).rfind(is_text);
    let value = first.zip(last).map_or(line.len()..line.len(), |(first, last)| first..last + 1);
    Ok(Split { name: colon, value })
// ANCHOR_END: field_line

// ANCHOR: limits
    if self.limits.fields == self.fields.iter().count() {
        return LineLimit { octets: 0, kind: ErrorKind::TooManyFields };
    }
    let section = LineLimit { octets: self.limits.section - self.start.min(self.limits.section), kind: ErrorKind::SectionTooLong };
    let line = LineLimit { octets: self.limits.line, kind: ErrorKind::LineTooLong };
    [line, section].into_iter().min_by_key(|limit| limit.octets).unwrap_or(LineLimit { octets: 0, kind: ErrorKind::LineTooLong })
// ANCHOR_END: limits

// ANCHOR: host
    let hosts: Vec<_> = fields.iter().filter(|field| field.name().to_lowercase() == "host").collect();
    if hosts.is_empty() && version >= Version::HTTP_11 {
        return Err(Error::new(ErrorKind::HostMissing, end));
    }
    if hosts.len() > 1 {
        return Err(Error::new(ErrorKind::HostRepeated, hosts[1].offset()));
    }
    for host in hosts {
        if !host.value().is_empty() && Authority::parse(host.value()).is_err() {
            return Err(Error::new(ErrorKind::HostInvalid, host.offset()));
        }
    }
    Ok(())
// ANCHOR_END: host
