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
/// When there is more than one, or it is not decimal digits alone, or too large for a `u64`.
pub fn content_length(fields: &Fields) -> Result<Option<u64>, Error> {
    let mut lengths = fields.all("Content-Length");
    match (lengths.next(), lengths.next()) {
        (None, _) => Ok(None),
        (Some(field), None) => number(field).map(Some),
        (Some(_), Some(second)) => Err(Error::new(ErrorKind::LengthRepeated, second.offset())),
    }
}

fn number(field: Field<'_>) -> Result<u64, Error> {
    decimal(field.value()).map_err(|kind| Error::new(kind, field.offset()))
}

/// A number in decimal digits, and nothing else: `parse` of the standard library would take `+5` too.
fn decimal(text: &[u8]) -> Result<u64, ErrorKind> {
    // GAP 3 of 6: decimal
    // Read the value of Content-Length: decimal digits and nothing else, at least one.
    // Errors (of `ErrorKind`): LengthRepeated when there is a comma, as in `5, 5`;
    // LengthInvalid for whatever else is no number; LengthTooLarge above `u64::MAX`.
    todo!("gap 3: decimal")
}
