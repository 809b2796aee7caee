//! Takes the hexadecimal digits A to F for junk.
//!
//! fails: the_server_returns_chunks_in_chunks

// ANCHOR: chunk_line
    let digits = line.iter().take_while(|octet| matches!(octet, b'0'..=b'9' | b'a'..=b'f')).count();
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
    Ok(ChunkLine { size, digits })
// ANCHOR_END: chunk_line
