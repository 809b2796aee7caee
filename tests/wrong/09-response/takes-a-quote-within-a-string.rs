//! Lets a double quote stand in the middle of a quoted string.
//!
//! fails: the_client_shows_the_text_that_a_quoted_string_stands_for
//! fails: the_client_reads_parameters_as_names_and_values

// ANCHOR: unquote
    let inner = value.strip_prefix(b"\"")?.strip_suffix(b"\"")?;
    let mut text = Vec::new();
    let mut octets = inner.iter().copied();
    while let Some(octet) = octets.next() {
        text.push(if octet == b'\\' { octets.next()? } else { octet });
    }
    Some(text.into())
// ANCHOR_END: unquote
