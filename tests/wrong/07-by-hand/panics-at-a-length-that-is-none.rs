//! Is sure that the length is a number.
//!
//! fails: the_server_says_400_to_a_length_that_is_no_number

    // ANCHOR: content_length
    match request.fields.iter().find(|(name, _)| name.eq_ignore_ascii_case("Content-Length")) {
        Some((_, value)) => Some(value.parse().unwrap()),
        None => Some(0),
    }
    // ANCHOR_END: content_length
