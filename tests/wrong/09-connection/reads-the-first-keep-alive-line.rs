//! Looks for close in the whole list, and for keep-alive in the first line only.
//!
//! fails: the_server_keeps_the_connection_to_http_1_0_when_asked_to

// ANCHOR: persists
    if fields.lists("Connection", "close") {
        return false;
    }
    version >= Version::HTTP_11 || fields.get("Connection").is_some_and(|field| field.value().to_ascii_lowercase().windows(10).any(|w| w == b"keep-alive"))
// ANCHOR_END: persists
