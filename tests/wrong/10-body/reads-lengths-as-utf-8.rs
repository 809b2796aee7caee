//! Turns Content-Length into a `str` first, and does not expect that to fail.
//!
//! fails: the_server_refuses_a_length_that_is_no_number

// ANCHOR: decimal
    let text = std::str::from_utf8(text).expect("a length is text");
    if text.contains(',') {
        return Err(ErrorKind::LengthRepeated);
    }
    if text.is_empty() || !text.chars().all(|sign| sign.is_ascii_digit()) {
        return Err(ErrorKind::LengthInvalid);
    }
    text.parse().map_err(|_| ErrorKind::LengthTooLarge)
// ANCHOR_END: decimal
