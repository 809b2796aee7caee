//! Compares options in any letter case of Unicode, which has a long s and a sign for kelvin.
//!
//! fails: the_server_closes_after_a_response_to_http_1_0
//! fails: the_server_keeps_the_connection_whatever_else_the_options_are

// ANCHOR: persists
    let value = fields.combined("Connection").unwrap_or_default();
    let value = String::from_utf8_lossy(&value);
    let is_ows = |c: char| matches!(c, ' ' | '\t');
    let has = |option: &str| {
        let options = value.split(',').map(|other| other.trim_matches(is_ows));
        options.map(|other| other.to_uppercase().to_lowercase()).any(|other| other == option)
    };
    !has("close") && (version >= Version::HTTP_11 || has("keep-alive"))
// ANCHOR_END: persists
