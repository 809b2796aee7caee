//! Refuses whatever stands after a chunk size.
//!
//! fails: the_client_prints_content_in_chunks
//! fails: the_server_skips_chunk_extensions
//! fails: the_server_takes_content_that_is_cut_anywhere
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
    if digits < line.len() {
        return Err(Error::new(ErrorKind::ExtensionInvalid, digits));
    }
    Ok(ChunkLine { size, digits })
// ANCHOR_END: chunk_line
