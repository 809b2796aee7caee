//! Knows two escapes, that of the double quote and that of the backslash.
//!
//! fails: the_client_shows_the_text_that_a_quoted_string_stands_for

// ANCHOR: unquote
    let inner = value.strip_prefix(b"\"")?.strip_suffix(b"\"")?;
    let mut text = Vec::new();
    let mut rest = inner;
    while let Some((&octet, after)) = rest.split_first() {
        match (octet, after.first()) {
            (b'\\', None) => return None,
            (b'\\', Some(b'"' | b'\\')) => {
                text.push(after[0]);
                rest = &after[1..];
            }
            (b'"', _) => return None,
            _ => {
                text.push(octet);
                rest = after;
            }
        }
    }
    Some(text.into())
// ANCHOR_END: unquote
