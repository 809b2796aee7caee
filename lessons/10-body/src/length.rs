//! Content-Length (RFC 9110 section 8.6).

// Remove the next two lines when every gap of this file is filled.
#![allow(unused_imports, unused_variables, unused_mut, dead_code)]
#![allow(unreachable_code, clippy::all, clippy::pedantic)]

use request::{Field, Fields};

use crate::error::{Error, ErrorKind};

/// What Content-Length says; `None` without the field.
///
/// RFC 9112 section 6.3 would allow to take equal numbers for one (`42, 42`). Who sends such a thing has mixed up two
/// messages or wants others to, so a second number is refused.
///
/// # Errors
///
/// When there is more than one, at the value of the second; or it is not decimal digits alone, or too large for a `u64`, at
/// its own value.
pub fn content_length(fields: &Fields) -> Result<Option<u64>, Error> {
    // GAP 3 of 6: content_length (place 1 of 2)
    // What does the field Content-Length say? The starter does not look at it. There may be one field line:
    // `number` reads it. Without one it is None; a second one is LengthRepeated (of `ErrorKind`), at its
    // `offset()`, also if it says the same.
    Ok(None)
}

/// The number that a field's value is; an error stands at the first octet of the value.
fn number(field: Field<'_>) -> Result<u64, Error> {
    decimal(field.value()).map_err(|kind| Error::new(kind, field.offset()))
}

/// A number in decimal digits, and nothing else: `parse` of the standard library would take `+5` too.
fn decimal(text: &[u8]) -> Result<u64, ErrorKind> {
    // GAP 3 of 6: content_length (place 2 of 2)
    // Read decimal digits and nothing else, at least one. Errors (of `ErrorKind`): LengthRepeated when there
    // is a comma, as in `5, 5`; LengthInvalid for whatever else is no number; LengthTooLarge above
    // `u64::MAX`. How many digits there are says nothing about the size.
    todo!("gap 3: content_length")
}
