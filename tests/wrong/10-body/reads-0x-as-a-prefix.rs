//! Takes 0x in front of a chunk size.
//!
//! fails: the_client_says_what_is_wrong_with_content
//! fails: the_server_refuses_junk_after_a_chunk_size
//! fails: the_server_says_what_is_wrong_and_where

// ANCHOR: chunk_line
    let (prefix, line) = line.strip_prefix(b"0x").map_or((0, line), |rest| (2, rest));

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
    Ok(ChunkLine { size, digits: digits + prefix })
// ANCHOR_END: chunk_line
