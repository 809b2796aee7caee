//! LENGTH counts characters, and reads a note without its type.
//!
//! fails: the_server_counts_bytes
//! fails: the_server_keeps_a_note_for_those_who_have_the_key

// ANCHOR: answer
    match start.as_str() {
        "ECHO" => ok(kind, body),
        "LENGTH" => ok(Type::Text, String::from_utf8_lossy(&body).chars().count().to_string().into_bytes()),
        "READ" => ok(Type::Text, note.body.clone()),
        "KEEP" if key.as_ref() == Some(&shared.key) => {
            *note = ok(kind, body);
            ok(Type::Text, Vec::new())
        }
        "KEEP" => error("43", "not allowed"),
        _ => error("42", "unknown method"),
    }
// ANCHOR_END: answer
