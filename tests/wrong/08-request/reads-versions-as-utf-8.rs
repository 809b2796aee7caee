//! Turns the version into a `str` first, and does not expect that to fail.
//!
//! fails: the_server_knows_versions_by_their_exact_form

// ANCHOR: version
        let text = std::str::from_utf8(text).expect("a version is text");
        let digits: Option<Vec<u32>> = text
            .strip_prefix("HTTP/")
            .filter(|digits| digits.len() == 3 && digits.chars().nth(1) == Some('.'))
            .and_then(|digits| digits.chars().step_by(2).map(|digit| digit.to_digit(10)).collect());
        match digits.as_deref() {
            Some([1, minor]) => Ok(Self { minor: *minor as u8 }),
            Some([_, _]) => Err(Error::new(ErrorKind::VersionUnsupported, 0)),
            _ => Err(Error::new(ErrorKind::VersionInvalid, 0)),
        }
// ANCHOR_END: version
