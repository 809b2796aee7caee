//! Takes any name that ends so for the name.
//!
//! fails: the_server_finds_the_length_in_any_letter_case

    // ANCHOR: content_length
    let is_length = |name: &str| name.to_ascii_lowercase().ends_with("content-length");
    match request.fields.iter().rev().find(|(name, _)| is_length(name)) {
        Some((_, value)) => value.parse().ok(),
        None => Some(0),
    }
    // ANCHOR_END: content_length
