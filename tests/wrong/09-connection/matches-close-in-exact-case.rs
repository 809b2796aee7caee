//! Compares the whole value of Connection with close, letter by letter.
//!
//! fails: nothing_yet

// ANCHOR: persists
    let option = fields.get("Connection").map(|field| field.value()).unwrap_or_default();
    option != b"close" && (version >= Version::HTTP_11 || fields.lists("Connection", "keep-alive"))
// ANCHOR_END: persists
