//! Takes an empty Content-Length for 0.
//!
//! fails: the_server_refuses_a_length_that_is_no_number

// ANCHOR: decimal
    if text.contains(&b',') {
        return Err(ErrorKind::LengthRepeated);
    }
    if !text.iter().all(u8::is_ascii_digit) {
        return Err(ErrorKind::LengthInvalid);
    }
    text.iter()
        .try_fold(0, |number: u64, &digit| number.checked_mul(10)?.checked_add(u64::from(digit - b'0')))
        .ok_or(ErrorKind::LengthTooLarge)
// ANCHOR_END: decimal
