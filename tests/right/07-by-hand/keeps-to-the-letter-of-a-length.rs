//! Takes digits only for a length, as the next lessons will.

// ANCHOR: content_length
    let mut lengths = request.fields.iter().filter(|(name, _)| name.to_ascii_lowercase() == "content-length");
    match (lengths.next(), lengths.next()) {
        (None, _) => Some(0),
        (Some((_, value)), None) if value.bytes().all(|byte| byte.is_ascii_digit()) => value.parse().ok(),
        _ => None,
    }
// ANCHOR_END: content_length
