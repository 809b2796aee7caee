//! Takes a value that is neither token nor quoted string as it stands.
//!
//! fails: the_client_reads_parameters_as_names_and_values
//! fails: the_client_shows_the_text_that_a_quoted_string_stands_for

// ANCHOR: parameter
    let equals = text.iter().position(|&octet| octet == b'=')?;
    let (name, value) = (&text[..equals], &text[equals + 1..]);
    let value = unquote(value).unwrap_or(value.into());
    is_token(name).then_some(Parameter { name, value })
// ANCHOR_END: parameter
