//! Looks at one octet after the other, and counts in 128 bits.

// ANCHOR: decimal
    let mut number: Option<u64> = Some(0);
    let mut valid = !text.is_empty();
    for &octet in text {
        match octet {
            b'0'..=b'9' => {
                number = number.and_then(|number| number.checked_mul(10)?.checked_add((octet - b'0').into()));
            }
            b',' => return Err(ErrorKind::LengthRepeated),
            _ => valid = false,
        }
    }
    if valid { number.ok_or(ErrorKind::LengthTooLarge) } else { Err(ErrorKind::LengthInvalid) }
// ANCHOR_END: decimal

// ANCHOR: chunk_line
    let mut size: u128 = 0;
    let mut digits = 0;
    for &octet in line {
        let value = match octet {
            b'0'..=b'9' => octet - b'0',
            b'a'..=b'f' => octet - b'a' + 10,
            b'A'..=b'F' => octet - b'A' + 10,
            _ => break,
        };
        digits += 1;
        if digits > most_digits {
            return Err(Error::new(ErrorKind::SizeTooLarge, most_digits));
        }
        // At most 32 digits: they fit into 128 bits.
        size = (size << 4) | u128::from(value);
    }
    if digits == 0 {
        return Err(Error::new(ErrorKind::SizeInvalid, 0));
    }
    check_extensions(&line[digits..]).map_err(|error| error.after(digits))?;
    let size = u64::try_from(size).map_err(|_| Error::new(ErrorKind::SizeTooLarge, 0))?;
    Ok(ChunkLine { size, digits })
// ANCHOR_END: chunk_line
