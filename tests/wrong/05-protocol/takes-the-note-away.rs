//! READ takes the note out of its place, so that the next READ finds none.
//!
//! fails: the_server_keeps_a_note_for_those_who_have_the_key

// ANCHOR: answer
    match start.as_str() {
        "ECHO" => ok(kind, body),
        "LENGTH" => ok(Type::Text, body.len().to_string().into_bytes()),
        "READ" => std::mem::replace(&mut *note, ok(Type::Text, Vec::new())),
        "KEEP" if key.as_ref() == Some(&shared.key) => {
            *note = ok(kind, body);
            ok(Type::Text, Vec::new())
        }
        "KEEP" => error("43", "not allowed"),
        _ => error("42", "unknown method"),
    }
// ANCHOR_END: answer
