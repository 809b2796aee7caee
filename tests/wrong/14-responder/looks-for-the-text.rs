//! Looks for the text of the pair, wherever it stands.
//!
//! fails: the_server_finds_a_cookie_among_others

// ANCHOR: cookie
    let wanted = format!("{name}=");
    for value in values {
        if let Some(at) = value.windows(wanted.len()).position(|window| window == wanted.as_bytes()) {
            let rest = &value[at + wanted.len()..];
            return rest.split(|&octet| octet == b';').next().map(<[u8]>::trim_ascii);
        }
    }
    None
// ANCHOR_END: cookie
