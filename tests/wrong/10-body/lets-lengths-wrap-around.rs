//! Counts a Content-Length that is too large around the corner.
//!
//! fails: the_client_says_what_is_wrong_with_content
//! fails: the_server_refuses_a_length_beyond_counting
//! fails: the_server_says_what_is_wrong_and_where

// ANCHOR: decimal
    if text.contains(&b',') {
        return Err(ErrorKind::LengthRepeated);
    }
    if text.is_empty() || !text.iter().all(u8::is_ascii_digit) {
        return Err(ErrorKind::LengthInvalid);
    }
    Ok(text.iter().fold(0, |number: u64, &digit| number.wrapping_mul(10).wrapping_add(u64::from(digit - b'0'))))
// ANCHOR_END: decimal
