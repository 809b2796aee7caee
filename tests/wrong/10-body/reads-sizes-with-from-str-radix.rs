//! Reads chunk sizes with the standard library, which takes a sign too.
//!
//! fails: the_client_says_what_is_wrong_with_content
//! fails: the_server_refuses_a_chunk_without_a_size
//! fails: the_server_refuses_junk_after_a_chunk_size
//! fails: the_server_says_what_is_wrong_and_where

// ANCHOR: chunk_line
    let digits = line.iter().position(|&octet| octet == b';').unwrap_or(line.len());
    let text = std::str::from_utf8(&line[..digits]).unwrap_or_default().trim();
    let size = u64::from_str_radix(text, 16).map_err(|_| Error::new(ErrorKind::SizeInvalid, 0))?;
    if digits > most_digits {
        return Err(Error::new(ErrorKind::SizeTooLarge, most_digits));
    }
    check_extensions(&line[digits..]).map_err(|error| error.after(digits))?;
    Ok(ChunkLine { size, digits })
// ANCHOR_END: chunk_line
