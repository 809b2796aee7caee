//! Knows quotes, and takes an escaped one for the end of the string.
//!
//! fails: the_client_parts_nothing_within_a_quoted_string

// ANCHOR: separator
    let mut quoted = false;
    for (at, &octet) in text.iter().enumerate() {
        match octet {
            b'"' => quoted = !quoted,
            _ if octet == separator && !quoted => return at,
            _ => {}
        }
    }
    text.len()
// ANCHOR_END: separator
