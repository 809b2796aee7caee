//! Takes the quotation marks off a value that came.
//!
//! fails: the_server_finds_a_cookie_among_others

// ANCHOR: cookie
    let mut pairs = values.flat_map(|value| value.split(|&octet| octet == b';')).filter_map(|pair| {
        let at = pair.iter().position(|&octet| octet == b'=')?;
        Some((pair[..at].trim_ascii(), pair[at + 1..].trim_ascii()))
    });
    let (_, value) = pairs.find(|(known, _)| *known == name.as_bytes())?;
    Some(value.strip_prefix(b"\"").and_then(|value| value.strip_suffix(b"\"")).unwrap_or(value))
// ANCHOR_END: cookie
