//! Takes a backslash outside of a quoted string for an escape too.
//!
//! fails: the_client_parts_nothing_within_a_quoted_string

// ANCHOR: separator
    let mut quoted = false;
    let mut escaped = false;
    for (at, &octet) in text.iter().enumerate() {
        match octet {
            _ if escaped => escaped = false,
            b'\\' => escaped = true,
            b'"' => quoted = !quoted,
            _ if octet == separator && !quoted => return at,
            _ => {}
        }
    }
    text.len()
// ANCHOR_END: separator
