//! Reads Content-Length with the standard library, which takes a sign too.
//!
//! fails: the_client_says_what_is_wrong_with_content
//! fails: the_server_refuses_a_length_that_is_no_number
//! fails: the_server_says_what_is_wrong_and_where

// ANCHOR: decimal
    if text.contains(&b',') {
        return Err(ErrorKind::LengthRepeated);
    }
    std::str::from_utf8(text).ok().and_then(|text| text.parse().ok()).ok_or(ErrorKind::LengthInvalid)
// ANCHOR_END: decimal
