//! Reads chunk sizes as decimal numbers.
//!
//! fails: the_server_reads_a_form
//! fails: the_server_refuses_a_chunk_size_beyond_counting
//! fails: the_server_returns_chunks_in_chunks
//! fails: the_server_says_what_is_wrong_and_where
//! fails: the_server_takes_a_form_up_to_its_limit
//! fails: the_server_takes_content_in_many_pieces

// ANCHOR: chunk_line
    let digits = line.iter().take_while(|octet| octet.is_ascii_digit()).count();
    if digits == 0 {
        return Err(Error::new(ErrorKind::SizeInvalid, 0));
    }
    if digits > most_digits {
        return Err(Error::new(ErrorKind::SizeTooLarge, most_digits));
    }
    let mut size: u64 = 0;
    for &digit in &line[..digits] {
        let shifted = size.checked_mul(10).ok_or(Error::new(ErrorKind::SizeTooLarge, 0))?;
        size = shifted + value_of(digit);
    }
    check_extensions(&line[digits..]).map_err(|error| error.after(digits))?;
    Ok(ChunkLine { size, digits })
// ANCHOR_END: chunk_line
