//! Trims what Unicode calls white space off a Content-Length before it looks at the digits.
//!
//! fails: the_server_refuses_a_length_that_is_no_number

// ANCHOR: decimal
    let text = std::str::from_utf8(text).map_err(|_| ErrorKind::LengthInvalid)?.trim();
    if text.contains(',') {
        return Err(ErrorKind::LengthRepeated);
    }
    if text.is_empty() || !text.bytes().all(|octet| octet.is_ascii_digit()) {
        return Err(ErrorKind::LengthInvalid);
    }
    text.parse().map_err(|_| ErrorKind::LengthTooLarge)
// ANCHOR_END: decimal
