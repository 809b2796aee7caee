//! Compares the key only as far as the client sent it.
//!
//! fails: the_server_refuses_a_wrong_key_and_goes_on

// ANCHOR: answer
    match start.as_str() {
        "ECHO" => ok(kind, body),
        "LENGTH" => ok(Type::Text, body.len().to_string().into_bytes()),
        "READ" => note.clone(),
        "KEEP" if shared.key.starts_with(&key.unwrap_or_default()) => {
            *note = ok(kind, body);
            ok(Type::Text, Vec::new())
        }
        "KEEP" => error("43", "not allowed"),
        _ => error("42", "unknown method"),
    }
// ANCHOR_END: answer
