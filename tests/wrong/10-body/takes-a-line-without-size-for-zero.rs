//! Takes a chunk line without digits for the last one.
//!
//! fails: the_server_refuses_a_chunk_without_a_size
//! fails: the_server_says_what_is_wrong_and_where

// ANCHOR: chunk_line
    let digits = line.iter().take_while(|octet| octet.is_ascii_hexdigit()).count();
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
