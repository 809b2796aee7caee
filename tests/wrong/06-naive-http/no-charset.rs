//! Leaves the browser to guess what the bytes mean.
//!
//! fails: content_type_names_the_charset

// ANCHOR: content_type
    head.push("Content-Type: text/html".to_owned());
// ANCHOR_END: content_type
