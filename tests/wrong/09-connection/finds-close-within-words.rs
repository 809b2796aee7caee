//! Looks for the letters of close anywhere in the value.
//!
//! fails: nothing_yet

// ANCHOR: persists
    let value = fields.combined("Connection").unwrap_or_default().to_ascii_lowercase();
    let has = |option: &str| String::from_utf8_lossy(&value).contains(option);
    !has("close") && (version >= Version::HTTP_11 || has("keep-alive"))
// ANCHOR_END: persists
