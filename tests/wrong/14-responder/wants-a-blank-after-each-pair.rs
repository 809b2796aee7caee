//! Parts pairs by a semicolon and a blank.
//!
//! fails: the_server_finds_a_cookie_among_others

// ANCHOR: cookie
    let name = name.as_bytes();
    values.into_iter().find_map(|value| {
        let text = std::str::from_utf8(value).ok()?;
        let pairs = text.split("; ").filter_map(|pair| pair.split_once('='));
        let mut fitting = pairs.filter(|(known, _)| known.trim().as_bytes() == name);
        fitting.next().map(|(_, value)| value.trim().as_bytes())
    })
// ANCHOR_END: cookie
