//! Does not look at the name of a parameter.
//!
//! fails: the_client_reads_parameters_as_names_and_values

// ANCHOR: parameter
    let equals = text.iter().position(|&octet| octet == b'=')?;
    let (name, value) = (&text[..equals], &text[equals + 1..]);
    let value = if is_token(value) { value.into() } else { unquote(value)? };
    Some(Parameter { name, value })
// ANCHOR_END: parameter
