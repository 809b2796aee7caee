//! The line in front of each chunk: its size, and extensions that nobody here knows (RFC 9112 sections 7.1 and 7.1.1).

// Remove the next two lines when every gap of this file is filled.
#![allow(unused_imports, unused_variables, unused_mut, dead_code)]
#![allow(unreachable_code, clippy::all, clippy::pedantic)]

use request::syntax;

use crate::error::{Error, ErrorKind};

/// A line in front of a chunk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct ChunkLine {
    /// How many octets of content follow; 0 in front of the trailer section.
    pub(crate) size: u64,
    /// How many digits the size has; what stands after them is extensions.
    pub(crate) digits: usize,
}

/// Reads the line in front of a chunk, without its line end. Offsets of errors count from its beginning.
pub(crate) fn parse(line: &[u8], most_digits: usize) -> Result<ChunkLine, Error> {
    // GAP 6 of 6: chunk_line
    // In the starter whatever the standard library takes for a number is a size, and there are no extensions.
    // Read `line`: hexadecimal digits, at least one and at most `most_digits`, then extensions,
    // which `check_extensions` checks. Return size and number of digits. Errors and their offsets:
    // SizeInvalid at 0; SizeTooLarge at `most_digits` for too many digits, at 0 above `u64::MAX`;
    // those of `check_extensions`, `after` the digits.
    let text = std::str::from_utf8(line).unwrap_or_default();
    let size = u64::from_str_radix(text, 16).map_err(|_| Error::new(ErrorKind::SizeInvalid, 0))?;
    Ok(ChunkLine { size, digits: line.len() })
}

/// The value of a hexadecimal digit.
fn value_of(digit: u8) -> u64 {
    char::from(digit).to_digit(16).map_or(0, u64::from)
}

/// Checks that this is nothing or chunk extensions: `;name`, `;name=value`, `;name="any text"`, with white space around
/// the signs `;` and `=` as older programs sent it.
fn check_extensions(text: &[u8]) -> Result<(), Error> {
    let mut rest = text;
    while !rest.is_empty() {
        let after = extension(rest);
        rest = after.map_err(|left| Error::new(ErrorKind::ExtensionInvalid, text.len() - left.len()))?;
    }
    Ok(())
}

/// What stands after the extension at the front; or what is left where it is wrong.
fn extension(text: &[u8]) -> Result<&[u8], &[u8]> {
    let text = syntax::trim_ows_start(text).strip_prefix(b";").ok_or(text)?;
    let text = behind_token(syntax::trim_ows_start(text))?;
    match syntax::trim_ows_start(text).strip_prefix(b"=").map(syntax::trim_ows_start) {
        None => Ok(text),
        Some(value) => value.strip_prefix(b"\"").map_or_else(|| behind_token(value), behind_quoted),
    }
}

fn behind_token(text: &[u8]) -> Result<&[u8], &[u8]> {
    match syntax::token_length(text) {
        0 => Err(text),
        length => Ok(&text[length..]),
    }
}

/// What stands after the double quote that closes a string; a backslash takes the sign from the octet after it.
fn behind_quoted(text: &[u8]) -> Result<&[u8], &[u8]> {
    let mut rest = text;
    loop {
        rest = match rest {
            [b'"', after @ ..] => return Ok(after),
            [b'\\', _, after @ ..] | [_, after @ ..] => after,
            [] => return Err(rest),
        };
    }
}
