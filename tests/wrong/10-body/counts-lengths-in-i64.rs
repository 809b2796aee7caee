//! Counts in a signed number, which holds half as much.
//!
//! fails: the_server_does_not_take_a_part_for_the_whole

// ANCHOR: decimal
    if text.contains(&b',') {
        return Err(ErrorKind::LengthRepeated);
    }
    if text.is_empty() || !text.iter().all(u8::is_ascii_digit) {
        return Err(ErrorKind::LengthInvalid);
    }
    text.iter()
        .try_fold(0, |number: i64, &digit| number.checked_mul(10)?.checked_add(i64::from(digit - b'0')))
        .map(|n: i64| n as u64).ok_or(ErrorKind::LengthTooLarge)
// ANCHOR_END: decimal
