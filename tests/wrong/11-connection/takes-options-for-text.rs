//! Breaks off when the options are no UTF-8.
//!
//! fails: the_server_keeps_the_connection_whatever_else_the_options_are

// ANCHOR: persists
    let value = fields.combined("Connection").unwrap_or_default();
    let value = std::str::from_utf8(&value).expect("options are text");
    let has = |option: &str| response::members(value.as_bytes()).any(|other| other.eq_ignore_ascii_case(option.as_bytes()));
    !has("close") && (version >= Version::HTTP_11 || has("keep-alive"))
// ANCHOR_END: persists
