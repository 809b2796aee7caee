//! Trims white space around the field name as well as around the value.
//!
//! fails: the_server_does_not_lose_its_response_to_octets_that_it_does_not_read
//! fails: the_server_explains_every_refusal_and_escapes_what_it_shows
//! fails: the_server_refuses_white_space_before_the_colon
//! fails: the_server_says_where_a_request_is_wrong

// ANCHOR: field_line
    let Some(colon) = line.iter().position(|&octet| octet == b':') else {
        return Err(Error::new(ErrorKind::ColonMissing, line.len()));
    };
    let name = syntax::trim_ows(&line[..colon]);
    if !syntax::is_token(name) {
        return Err(Error::new(ErrorKind::FieldNameInvalid, 0));
    }
    let value = syntax::trim_ows_start(&line[colon + 1..]);
    let start = line.len() - value.len();
    Ok(Split { name: name.len(), value: start..start + syntax::trim_ows_end(value).len() })
// ANCHOR_END: field_line
