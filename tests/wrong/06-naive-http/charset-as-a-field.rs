//! Makes a field of its own of the charset.
//!
//! fails: content_type_names_the_charset

// ANCHOR: content_type
    head.push("Content-Type: text/html".to_owned());
    head.push("Charset: utf-8".to_owned());
// ANCHOR_END: content_type
