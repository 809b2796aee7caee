//! Reads the digits at the front of Content-Length and leaves the rest, as atoi does.
//!
//! fails: the_client_says_what_is_wrong_with_content
//! fails: the_server_does_not_ask_for_what_it_will_not_read
//! fails: the_server_reads_the_content_of_every_method
//! fails: the_server_refuses_a_length_that_is_no_number
//! fails: the_server_says_what_is_wrong_and_where

// ANCHOR: decimal
    if text.contains(&b',') {
        return Err(ErrorKind::LengthRepeated);
    }
    let digits = text.iter().take_while(|octet| octet.is_ascii_digit());
    digits.into_iter().try_fold(0, |number: u64, &digit| number.checked_mul(10)?.checked_add(u64::from(digit - b'0')))
        .ok_or(ErrorKind::LengthTooLarge)
// ANCHOR_END: decimal
