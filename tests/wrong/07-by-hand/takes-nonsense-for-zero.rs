//! Reads no body when the length is no number.
//!
//! fails: the_server_says_400_to_a_length_that_is_no_number

    // ANCHOR: content_length
    let field = request.fields.iter().find(|(name, _)| name.eq_ignore_ascii_case("Content-Length"));
    Some(field.and_then(|(_, value)| value.parse().ok()).unwrap_or(0))
    // ANCHOR_END: content_length
