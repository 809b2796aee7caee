//! Content-Length (RFC 9110 section 8.6).

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
    // ANCHOR: content_length
    let mut lengths = fields.all("Content-Length");
    match (lengths.next(), lengths.next()) {
        (None, _) => Ok(None),
        (Some(field), None) => number(field).map(Some),
        (Some(_), Some(second)) => Err(Error::new(ErrorKind::LengthRepeated, second.offset())),
    }
    // ANCHOR_END: content_length
}

/// The number that a field's value is; an error stands at the first octet of the value.
fn number(field: Field<'_>) -> Result<u64, Error> {
    decimal(field.value()).map_err(|kind| Error::new(kind, field.offset()))
}

/// A number in decimal digits, and nothing else: `parse` of the standard library would take `+5` too.
fn decimal(text: &[u8]) -> Result<u64, ErrorKind> {
    // ANCHOR: decimal
    if text.contains(&b',') {
        return Err(ErrorKind::LengthRepeated);
    }
    if text.is_empty() || !text.iter().all(u8::is_ascii_digit) {
        return Err(ErrorKind::LengthInvalid);
    }
    text.iter()
        .try_fold(0, |number: u64, &digit| number.checked_mul(10)?.checked_add(u64::from(digit - b'0')))
        .ok_or(ErrorKind::LengthTooLarge)
    // ANCHOR_END: decimal
}
