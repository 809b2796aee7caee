//! Looks into the first Connection line only.
//!
//! fails: the_server_finds_close_in_any_letter_case_and_list
//! fails: the_server_keeps_the_connection_to_http_1_0_when_asked_to

// ANCHOR: persists
    let value = fields.get("Connection").map(|field| field.value()).unwrap_or_default();
    let has = |option: &[u8]| response::members(value).any(|member| member.eq_ignore_ascii_case(option));
    !has(b"close") && (version >= Version::HTTP_11 || has(b"keep-alive"))
// ANCHOR_END: persists
