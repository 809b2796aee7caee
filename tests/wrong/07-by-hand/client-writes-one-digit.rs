//! Writes a small byte with one digit after its %.
//!
//! fails: the_client_sends_a_form

    // ANCHOR: encode
    let encoded = text.bytes().map(|byte| match byte {
        b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'*' | b'-' | b'.' | b'_' => char::from(byte).to_string(),
        b' ' => "+".to_owned(),
        _ => format!("%{byte:X}"),
    });
    encoded.collect()
    // ANCHOR_END: encode
