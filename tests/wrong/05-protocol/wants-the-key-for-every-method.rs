//! Looks at the key of every request that has one.
//!
//! fails: the_server_refuses_a_wrong_key_and_goes_on
//! fails: the_server_takes_the_largest_frame_and_no_larger_one

// ANCHOR: answer
    if key.is_some() && key.as_ref() != Some(&shared.key) {
        return error("43", "not allowed");
    }
    match start.as_str() {
        "ECHO" => ok(kind, body),
        "LENGTH" => ok(Type::Text, body.len().to_string().into_bytes()),
        "READ" => note.clone(),
        "KEEP" if key.is_some() => {
            *note = ok(kind, body);
            ok(Type::Text, Vec::new())
        }
        "KEEP" => error("43", "not allowed"),
        _ => error("42", "unknown method"),
    }
// ANCHOR_END: answer
