//! Knows the field in the letters in which the chapter writes it.
//!
//! fails: the_server_finds_the_length_in_any_letter_case

    // ANCHOR: content_length
    match request.fields.iter().find(|(name, _)| name == "Content-Length") {
        Some((_, value)) => value.parse().ok(),
        None => Some(0),
    }
    // ANCHOR_END: content_length
