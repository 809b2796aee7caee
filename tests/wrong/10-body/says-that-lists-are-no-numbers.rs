//! Says of two lengths in a list that they are no number.
//!
//! fails: the_server_says_what_is_wrong_and_where

// ANCHOR: decimal
    if text.contains(&b',') {
        return Err(ErrorKind::LengthInvalid);
    }
    if text.is_empty() || !text.iter().all(u8::is_ascii_digit) {
        return Err(ErrorKind::LengthInvalid);
    }
    text.iter()
        .try_fold(0, |number: u64, &digit| number.checked_mul(10)?.checked_add(u64::from(digit - b'0')))
        .ok_or(ErrorKind::LengthTooLarge)
// ANCHOR_END: decimal
