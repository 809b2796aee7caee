//! Takes methods in any letter case.
//!
//! fails: the_server_goes_on_after_an_unknown_method

// ANCHOR: answer
    match start.to_uppercase().as_str() {
        "ECHO" => ok(kind, body),
        "LENGTH" => ok(Type::Text, body.len().to_string().into_bytes()),
        "READ" => note.clone(),
        "KEEP" if key.as_ref() == Some(&shared.key) => {
            *note = ok(kind, body);
            ok(Type::Text, Vec::new())
        }
        "KEEP" => error("43", "not allowed"),
        _ => error("42", "unknown method"),
    }
// ANCHOR_END: answer
