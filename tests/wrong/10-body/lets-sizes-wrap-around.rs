//! Counts a chunk size that is too large around the corner.
//!
//! fails: the_client_says_what_is_wrong_with_content
//! fails: the_server_refuses_a_chunk_size_beyond_counting
//! fails: the_server_says_what_is_wrong_and_where

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
        size = size.wrapping_mul(16).wrapping_add(value_of(digit));
    }
    check_extensions(&line[digits..]).map_err(|error| error.after(digits))?;
    Ok(ChunkLine { size, digits })
// ANCHOR_END: chunk_line
