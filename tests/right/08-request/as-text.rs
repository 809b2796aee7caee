//! Looks at octets as text where they are text, and refuses them where they are not.

// ANCHOR: request_line
    let mut rest = line;
    let mut part = || {
        let space = rest.iter().position(|&octet| octet == b' ')?;
        let (front, behind) = rest.split_at(space);
        rest = &behind[1..];
        Some(front)
    };
    let (method, target) = (part(), part());
    let version = rest;
    if !syntax::is_token(method.unwrap_or(version)) {
        return Err(Error::new(ErrorKind::MethodInvalid, 0));
    }
    match (method, target) {
        (Some(_), Some([])) => Err(Error::new(ErrorKind::ExtraSpace, line.len() - version.len() - 1)),
        (Some(_), Some(_)) if version.contains(&b' ') => Err(Error::new(ErrorKind::ExtraSpace, line.len() - 1)),
        (Some(method), Some(target)) => Ok(Parts { method, target, version }),
        _ => Err(Error::new(ErrorKind::PartMissing, line.len() + 1)),
    }
// ANCHOR_END: request_line

// ANCHOR: version
        let invalid = Error::new(ErrorKind::VersionInvalid, 0);
        let text = std::str::from_utf8(text).map_err(|_| invalid)?;
        let (major, minor) = text.strip_prefix("HTTP/").and_then(|rest| rest.split_once('.')).ok_or(invalid)?;
        let digit = |text: &str| match text.as_bytes() {
            [digit @ b'0'..=b'9'] => Ok(digit - b'0'),
            _ => Err(invalid),
        };
        match (digit(major)?, digit(minor)?) {
            (1, minor) => Ok(Self { minor }),
            _ => Err(Error::new(ErrorKind::VersionUnsupported, 0)),
        }
// ANCHOR_END: version

// ANCHOR: host
    let values: Vec<_> = fields.iter().filter(|field| field.is("host")).collect();
    if let Some(second) = values.get(1) {
        return Err(Error::new(ErrorKind::HostRepeated, second.offset()));
    }
    let Some(host) = values.first() else {
        return if version == Version::HTTP_10 { Ok(()) } else { Err(Error::new(ErrorKind::HostMissing, end)) };
    };
    match host.text() {
        Some("") => Ok(()),
        Some(text) if Authority::parse(text.as_bytes()).is_ok() => Ok(()),
        _ => Err(Error::new(ErrorKind::HostInvalid, host.offset())),
    }
// ANCHOR_END: host
