//! Puts a comma where a parameter has a semicolon.
//!
//! fails: content_type_names_the_charset

// ANCHOR: content_type
    head.push("Content-Type: text/html, charset=utf-8".to_owned());
// ANCHOR_END: content_type
