//! Refuses a READ that has a body.
//!
//! fails: the_server_keeps_a_note_for_those_who_have_the_key

// ANCHOR: answer
    match start.as_str() {
        "ECHO" => ok(kind, body),
        "LENGTH" => ok(Type::Text, body.len().to_string().into_bytes()),
        "READ" if body.is_empty() => note.clone(),
        "READ" => error("40", "malformed"),
        "KEEP" if key.as_ref() == Some(&shared.key) => {
            *note = ok(kind, body);
            ok(Type::Text, Vec::new())
        }
        "KEEP" => error("43", "not allowed"),
        _ => error("42", "unknown method"),
    }
// ANCHOR_END: answer
