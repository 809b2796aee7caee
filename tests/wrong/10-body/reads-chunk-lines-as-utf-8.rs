//! Turns the line in front of a chunk into a `str` first, and does not expect that to fail.
//!
//! fails: the_server_refuses_a_chunk_without_a_size
//! fails: the_server_refuses_junk_after_a_chunk_size

// ANCHOR: chunk_line
    let text = std::str::from_utf8(line).expect("a chunk line is text");
    let digits = text.find(|sign: char| !sign.is_ascii_hexdigit()).unwrap_or(text.len());
    if digits == 0 {
        return Err(Error::new(ErrorKind::SizeInvalid, 0));
    }
    if digits > most_digits {
        return Err(Error::new(ErrorKind::SizeTooLarge, most_digits));
    }
    let size = u64::from_str_radix(&text[..digits], 16).map_err(|_| Error::new(ErrorKind::SizeTooLarge, 0))?;
    check_extensions(&line[digits..]).map_err(|error| error.after(digits))?;
    let _ = value_of;
    Ok(ChunkLine { size, digits })
// ANCHOR_END: chunk_line
