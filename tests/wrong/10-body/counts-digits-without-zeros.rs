//! Returns how many digits of a size count, so that leading zeros are taken for a part of the extensions.
//!
//! fails: the_server_takes_so_many_extensions_and_no_more

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
        let shifted = size.checked_mul(16).ok_or(Error::new(ErrorKind::SizeTooLarge, 0))?;
        size = shifted + value_of(digit);
    }
    check_extensions(&line[digits..]).map_err(|error| error.after(digits))?;
    let zeros = line[..digits].iter().take_while(|digit| **digit == b'0').count();
    Ok(ChunkLine { size, digits: digits - zeros })
// ANCHOR_END: chunk_line
