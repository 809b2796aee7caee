//! Reads the digits of a chunk size and leaves the rest of the line.
//!
//! fails: the_server_reads_the_content_of_every_method
//! fails: the_server_refuses_junk_after_a_chunk_size
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
        let shifted = size.checked_mul(16).ok_or(Error::new(ErrorKind::SizeTooLarge, 0))?;
        size = shifted + value_of(digit);
    }
    
    Ok(ChunkLine { size, digits })
// ANCHOR_END: chunk_line
