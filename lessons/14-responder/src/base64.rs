//! Octets in 64 characters (RFC 4648 section 4), read.

// Remove the next two lines when every gap of this file is filled.
#![allow(unused_imports, unused_variables, unused_mut, dead_code)]
#![allow(unreachable_code, clippy::all, clippy::pedantic)]

/// Reads text in base64, with its padding. `None` for anything that an encoder does not write: other characters, missing or
/// extra padding, bits that are left over.
pub(crate) fn decode(text: &str) -> Option<Vec<u8>> {
    // GAP 5 of 7: credentials (place 2 of 3)
    // Four digits (`value`) are three octets, most significant bits first; one or two `=` stand for digits
    // that are missing at the end. Return None for what no encoder writes: other characters, a length that 4
    // does not divide, more padding, and bits that are left over and not 0.
    todo!("gap 5: credentials")
}

fn value(digit: u8) -> Option<u8> {
    match digit {
        b'A'..=b'Z' => Some(digit - b'A'),
        b'a'..=b'z' => Some(digit - b'a' + 26),
        b'0'..=b'9' => Some(digit - b'0' + 52),
        b'+' => Some(62),
        b'/' => Some(63),
        _ => None,
    }
}
