//! Looks for close in the whole list, and for keep-alive in the first line only.
//!
//! fails: the_server_keeps_the_connection_to_http_1_0_when_asked_to

// ANCHOR: persists
    if fields.lists("Connection", "close") {
        return false;
    }
    let first = fields.get("Connection").map(|field| field.value()).unwrap_or_default();
    version >= Version::HTTP_11 || response::members(first).any(|option| option.eq_ignore_ascii_case(b"keep-alive"))
// ANCHOR_END: persists
