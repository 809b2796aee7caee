//! Collects an iterator of octets.

        // ANCHOR: octets
        let refused = Error::new(Status::CONTENT_TOO_LARGE, format!("{} octets of content are the most.", self.limit));
        let most = u64::try_from(self.limit).unwrap_or(u64::MAX);
        match self.content.length() {
            Some(length) if length > most => Err(refused),
            _ => {
                let octets = io::BufReader::new(self.content.take(most.saturating_add(1))).bytes();
                let octets = octets.collect::<io::Result<Vec<u8>>>()?;
                if octets.len() as u64 > most { Err(refused) } else { Ok(octets) }
            }
        }
        // ANCHOR_END: octets

// ANCHOR: credentials
        let mut words = value.splitn(2, ' ');
        let scheme = words.next().filter(|scheme| scheme.to_lowercase() == "basic");
        let encoded = scheme.and(words.next())?.trim_start_matches(' ').trim_end_matches(' ');
        let text = decode(encoded).and_then(|octets| String::from_utf8(octets).ok())?;
        let is_text = !text.chars().any(char::is_control);
        let (user, password) = text.split_once(':').filter(|_| is_text)?;
        Some(Self { user: user.into(), password: password.into() })
// ANCHOR_END: credentials

// ANCHOR: set_cookie
        let marks = value.bytes().filter(|&octet| octet == b'"').count();
        let is_quoted = marks == 2 && value.starts_with('"') && value.ends_with('"');
        let all = value.bytes().all(|octet| is_cookie_octet(octet) || (is_quoted && octet == b'"'));
        if all && is_token(name.as_bytes()) { Ok(Self { value: name.to_owned() + "=" + value }) } else { Err(InvalidCookie) }
// ANCHOR_END: set_cookie

// ANCHOR: cookie
    let joined: Vec<&[u8]> = values.collect();
    let pairs = joined.iter().flat_map(|value| value.split(|octet| *octet == b';'));
    let named = pairs.map(|pair| (pair, pair.iter().take_while(|octet| **octet != b'=').count()));
    let mut fitting = named.filter(|(pair, end)| *end < pair.len() && pair[..*end].trim_ascii() == name.as_bytes());
    let (pair, end) = fitting.next()?;
    Some(pair[end + 1..].trim_ascii())
// ANCHOR_END: cookie
