//! Stores the note, then looks at the key.
//!
//! fails: the_server_refuses_a_wrong_key_and_goes_on

// ANCHOR: answer
    if start == "KEEP" {
        *note = ok(kind, body.clone());
    }
    match start.as_str() {
        "ECHO" => ok(kind, body),
        "LENGTH" => ok(Type::Text, body.len().to_string().into_bytes()),
        "READ" => note.clone(),
        "KEEP" if key.as_ref() == Some(&shared.key) => ok(Type::Text, Vec::new()),
        "KEEP" => error("43", "not allowed"),
        _ => error("42", "unknown method"),
    }
// ANCHOR_END: answer
