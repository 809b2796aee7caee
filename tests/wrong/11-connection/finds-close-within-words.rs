//! Looks for the letters of close anywhere in the value.
//!
//! fails: the_server_closes_after_a_response_to_http_1_0
//! fails: the_server_keeps_the_connection_whatever_else_the_options_are

// ANCHOR: persists
    let value = fields.combined("Connection").unwrap_or_default().to_ascii_lowercase();
    let has = |option: &str| String::from_utf8_lossy(&value).contains(option);
    !has("close") && (version >= Version::HTTP_11 || has("keep-alive"))
// ANCHOR_END: persists
