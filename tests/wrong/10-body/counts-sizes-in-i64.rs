//! Counts in a signed number, which holds half as much.
//!
//! fails: the_server_does_not_take_a_part_for_the_whole

// ANCHOR: chunk_line
    let digits = line.iter().take_while(|octet| octet.is_ascii_hexdigit()).count();
    if digits == 0 {
        return Err(Error::new(ErrorKind::SizeInvalid, 0));
    }
    if digits > most_digits {
        return Err(Error::new(ErrorKind::SizeTooLarge, most_digits));
    }
    let mut size: u64 = 0;
    for &digit in &line[..digits] {
        let shifted = i64::try_from(size).ok().and_then(|s| s.checked_mul(16)).ok_or(Error::new(ErrorKind::SizeTooLarge, 0))?;
        size = shifted as u64 + value_of(digit);
    }
    check_extensions(&line[digits..]).map_err(|error| error.after(digits))?;
    Ok(ChunkLine { size, digits })
// ANCHOR_END: chunk_line
