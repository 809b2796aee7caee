//! Counts in 128 bits, compares at the end, and panics where these are too few.
//!
//! fails: the_server_refuses_a_length_beyond_counting

// ANCHOR: decimal
    if text.contains(&b',') {
        return Err(ErrorKind::LengthRepeated);
    }
    if text.is_empty() || !text.iter().all(u8::is_ascii_digit) {
        return Err(ErrorKind::LengthInvalid);
    }
    let mut number: u128 = 0;
    for digit in text {
        number = number * 10 + u128::from(digit - b'0');
    }
    u64::try_from(number).map_err(|_| ErrorKind::LengthTooLarge)
// ANCHOR_END: decimal
