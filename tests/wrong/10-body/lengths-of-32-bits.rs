//! Counts lengths in 32 bits, in which 2^32+5 becomes 5.
//!
//! fails: the_server_counts_content_in_64_bits

// ANCHOR: decimal
    if text.contains(&b',') {
        return Err(ErrorKind::LengthRepeated);
    }
    if text.is_empty() || !text.iter().all(u8::is_ascii_digit) {
        return Err(ErrorKind::LengthInvalid);
    }
    let length: u64 = text
        .iter()
        .try_fold(0, |number: u64, &digit| number.checked_mul(10)?.checked_add(u64::from(digit - b'0')))
        .ok_or(ErrorKind::LengthTooLarge)?;
    Ok(length & 0xffff_ffff)
// ANCHOR_END: decimal
