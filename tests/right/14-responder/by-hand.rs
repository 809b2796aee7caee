//! Counts the octets itself, piece by piece.

        // ANCHOR: octets
        let refusal = || Error::new(Status::CONTENT_TOO_LARGE, format!("No more than {} octets, please.", self.limit));
        let announced = self.content.length().unwrap_or(0);
        if usize::try_from(announced).map_or(true, |announced| announced > self.limit) {
            return Err(refusal());
        }
        let mut content = self.content;
        let (mut collected, mut piece) = (Vec::new(), [0; 512]);
        loop {
            let room = piece.len().min((self.limit - collected.len()).saturating_add(1));
            match content.read(&mut piece[..room]) {
                Ok(0) => return Ok(collected),
                Ok(count) if count > self.limit - collected.len() => return Err(refusal()),
                Ok(count) => collected.extend_from_slice(&piece[..count]),
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error.into()),
            }
        }
        // ANCHOR_END: octets

// ANCHOR: not_allowed
        let method = request.method();
        if let Some(handler) = self.handler(method) {
            return handler(request);
        }
        let methods = self.methods().collect();
        if *method == Method::Options { options(&methods) } else { Err(not_allowed(method, &methods)) }
// ANCHOR_END: not_allowed

// ANCHOR: credentials
        let bytes = value.as_bytes();
        let end = bytes.iter().position(|&octet| octet == b' ')?;
        if end != 5 || !bytes[..5].iter().zip(b"basic").all(|(a, b)| a.to_ascii_lowercase() == *b) {
            return None;
        }
        let octets = decode(value[end..].trim_matches(' '))?;
        let colon = octets.iter().position(|&octet| octet == b':')?;
        let text = |octets: &[u8]| String::from_utf8(octets.to_vec()).ok();
        let (user, password) = (text(&octets[..colon])?, text(&octets[colon + 1..])?);
        for c in user.chars().chain(password.chars()) {
            if c.is_control() {
                return None;
            }
        }
        Some(Self { user, password })
// ANCHOR_END: credentials

// ANCHOR: set_cookie
        if !is_token(name.as_bytes()) {
            return Err(InvalidCookie);
        }
        let octets = value.as_bytes();
        let inner = match octets {
            [b'"', inner @ .., b'"'] => inner,
            octets => octets,
        };
        for &octet in inner {
            if !is_cookie_octet(octet) {
                return Err(InvalidCookie);
            }
        }
        Ok(Self { value: [name, "=", value].concat() })
// ANCHOR_END: set_cookie

// ANCHOR: cookie
    for value in values {
        for pair in value.split(|&octet| octet == b';') {
            let mut sides = pair.splitn(2, |&octet| octet == b'=');
            if let (Some(known), Some(value)) = (sides.next(), sides.next())
                && known.trim_ascii() == name.as_bytes()
            {
                return Some(value.trim_ascii());
            }
        }
    }
    None
// ANCHOR_END: cookie
