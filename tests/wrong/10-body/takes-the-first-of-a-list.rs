//! Takes the first number of a list for the length.
//!
//! fails: the_client_says_what_is_wrong_with_content
//! fails: the_server_refuses_a_second_length
//! fails: the_server_says_what_is_wrong_and_where

// ANCHOR: decimal
    let text = text.split(|&octet| octet == b',').next().unwrap_or_default();
    if text.is_empty() || !text.iter().all(u8::is_ascii_digit) {
        return Err(ErrorKind::LengthInvalid);
    }
    text.iter()
        .try_fold(0, |number: u64, &digit| number.checked_mul(10)?.checked_add(u64::from(digit - b'0')))
        .ok_or(ErrorKind::LengthTooLarge)
// ANCHOR_END: decimal
