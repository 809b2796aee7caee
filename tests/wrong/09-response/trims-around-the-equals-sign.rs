//! Lets white space stand around the equals sign of a parameter.
//!
//! fails: the_client_reads_parameters_as_names_and_values

// ANCHOR: parameter
    let equals = text.iter().position(|&octet| octet == b'=')?;
    let (name, value) = (trim_ows(&text[..equals]), trim_ows(&text[equals + 1..]));
    let value = if is_token(value) { value.into() } else { unquote(value)? };
    is_token(name).then_some(Parameter { name, value })
// ANCHOR_END: parameter
