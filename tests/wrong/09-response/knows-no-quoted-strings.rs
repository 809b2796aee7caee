//! Takes tokens alone for values.
//!
//! fails: the_client_reads_parameters_as_names_and_values
//! fails: the_client_shows_the_text_that_a_quoted_string_stands_for

// ANCHOR: parameter
    let equals = text.iter().position(|&octet| octet == b'=')?;
    let (name, value) = (&text[..equals], &text[equals + 1..]);
    (is_token(name) && is_token(value)).then_some(Parameter { name, value: value.into() })
// ANCHOR_END: parameter
