//! Looks for the equals sign from the end.
//!
//! fails: the_client_shows_the_text_that_a_quoted_string_stands_for

// ANCHOR: parameter
    let equals = text.iter().rposition(|&octet| octet == b'=')?;
    let (name, value) = (&text[..equals], &text[equals + 1..]);
    let value = if is_token(value) { value.into() } else { unquote(value)? };
    is_token(name).then_some(Parameter { name, value })
// ANCHOR_END: parameter
