//! Looks at one octet after the other, with `match` on what came before it.

// ANCHOR: find
    for (at, &octet) in input.iter().enumerate() {
        match octet {
            b'\n' if self.after_cr => {
                self.offset += 1;
                self.length = 0;
                self.after_cr = false;
                return Ok(Found::End(at + 1));
            }
            _ if self.after_cr => return Err(Error::new(ErrorKind::BareCr, self.offset - 1)),
            b'\n' => return Err(Error::new(ErrorKind::BareLf, self.offset)),
            b'\r' => self.after_cr = true,
            b'\t' | b' '..=b'~' | 0x80.. if self.length < limit => self.length += 1,
            b'\t' | b' '..=b'~' | 0x80.. => {
                // The caller adds the number in the piece to what was looked at before it.
                self.offset -= at;
                return Ok(Found::TooLong(at));
            }
            _ => return Err(Error::new(ErrorKind::ControlOctet, self.offset)),
        }
        self.offset += 1;
    }
    Ok(Found::Part)
// ANCHOR_END: find

// ANCHOR: version
    let well_formed = text.len() == 8
        && text.starts_with(b"HTTP/")
        && text[5].is_ascii_digit()
        && text[6] == b'.'
        && text[7].is_ascii_digit();
    match well_formed {
        false => Err(Error::new(ErrorKind::VersionInvalid, 0)),
        true if text[5] != b'1' => Err(Error::new(ErrorKind::VersionUnsupported, 0)),
        true => Ok(Version { minor: text[7] - b'0' }),
    }
// ANCHOR_END: version
