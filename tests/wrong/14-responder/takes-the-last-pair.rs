//! Takes the last of two pairs with one name.
//!
//! fails: the_server_finds_a_cookie_among_others

// ANCHOR: cookie
    let pairs = values.flat_map(|value| value.split(|&octet| octet == b';')).filter_map(|pair| {
        let at = pair.iter().position(|&octet| octet == b'=')?;
        Some((pair[..at].trim_ascii(), pair[at + 1..].trim_ascii()))
    });
    pairs.filter(|(known, _)| *known == name.as_bytes()).last().map(|(_, value)| value)
// ANCHOR_END: cookie
