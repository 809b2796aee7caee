//! Names another encoding than the page has.
//!
//! fails: content_type_names_the_charset

// ANCHOR: content_type
    head.push("Content-Type: text/html; charset=iso-8859-1".to_owned());
// ANCHOR_END: content_type
