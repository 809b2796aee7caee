//! Counts with saturating numbers and refuses the largest of them.
//!
//! fails: the_server_does_not_take_a_part_for_the_whole

// ANCHOR: decimal
    if text.contains(&b',') { return Err(ErrorKind::LengthRepeated); }
    if text.is_empty() || !text.iter().all(u8::is_ascii_digit) { return Err(ErrorKind::LengthInvalid); }
    let number = text.iter().fold(0u64, |number, digit| number.saturating_mul(10).saturating_add(u64::from(digit - b'0')));
    if number == u64::MAX { Err(ErrorKind::LengthTooLarge) } else { Ok(number) }
// ANCHOR_END: decimal
