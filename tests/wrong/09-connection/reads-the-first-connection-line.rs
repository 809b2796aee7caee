//! Looks into the first Connection line only.
//!
//! fails: nothing_yet

// ANCHOR: persists
    let value = fields.get("Connection").map(|field| field.value()).unwrap_or_default();
    let has = |option: &[u8]| message::members(value).any(|member| member.eq_ignore_ascii_case(option));
    !has(b"close") && (version >= Version::HTTP_11 || has(b"keep-alive"))
// ANCHOR_END: persists
