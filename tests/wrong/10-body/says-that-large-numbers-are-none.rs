//! Says of every number that parse refuses that it is none.
//!
//! fails: the_server_says_what_is_wrong_and_where

// ANCHOR: decimal
    if text.contains(&b',') { return Err(ErrorKind::LengthRepeated); }
    if !text.iter().all(u8::is_ascii_digit) { return Err(ErrorKind::LengthInvalid); }
    std::str::from_utf8(text).ok().and_then(|text| text.parse().ok()).ok_or(ErrorKind::LengthInvalid)
// ANCHOR_END: decimal
