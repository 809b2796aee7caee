//! Takes every kind of white space around an option away, as `str` does: a no-break space too.
//!
//! fails: the_server_closes_after_a_response_to_http_1_0
//! fails: the_server_keeps_the_connection_whatever_else_the_options_are

// ANCHOR: persists
    let value = fields.combined("Connection").unwrap_or_default();
    let value = String::from_utf8_lossy(&value);
    let has = |option: &str| value.split(',').any(|other| other.trim().eq_ignore_ascii_case(option));
    !has("close") && (version >= Version::HTTP_11 || has("keep-alive"))
// ANCHOR_END: persists
