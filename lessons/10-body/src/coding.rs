//! Transfer-Encoding (RFC 9112 sections 6.1 and 7): which transfer codings a message is in, and whether chunked is the last
//! of them, which `framing` has to know.

// Remove the next two lines when every gap of this file is filled.
#![allow(unused_imports, unused_variables, unused_mut, dead_code)]
#![allow(unreachable_code, clippy::all, clippy::pedantic)]

use request::{Fields, syntax};
use response::{members, parameters};

use crate::error::{Error, ErrorKind};

/// What Transfer-Encoding says about the end of the content.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Coding {
    /// Chunked alone.
    Chunked,
    /// Chunked, and other codings inside of it.
    ChunkedOverOthers,
    /// Something else comes last: the octets do not say where they end.
    Endless,
}

/// What Transfer-Encoding says, on however many lines; `None` without the field. Names match in any letter case.
///
/// RFC 9110 section 5.6.1.2 asks recipients of lists to pass over empty members (`chunked,`, or a second line without a
/// value). No program writes such a thing here that means well, and not all read it alike, so we choose to refuse them.
pub(crate) fn transfer_coding(fields: &Fields) -> Result<Option<Coding>, Error> {
    let Some(first) = fields.get("Transfer-Encoding") else { return Ok(None) };
    let value = fields.combined("Transfer-Encoding").unwrap_or_default();
    if value.split(|&octet| octet == b',').any(|member| syntax::trim_ows(member).is_empty()) {
        return Err(Error::new(ErrorKind::CodingEmpty, first.offset()));
    }
    coding_of(&value).map(Some).map_err(|kind| Error::new(kind, first.offset()))
}

fn coding_of(list: &[u8]) -> Result<Coding, ErrorKind> {
    // GAP 4 of 6: coding
    // `members(list)` gives the transfer codings, `parameters(member)` the name in front of a semicolon.
    // A name that is no `syntax::is_token` is CodingInvalid; chunked, in any letter case, in a member longer
    // than its name, if only by the semicolon, ChunkedParameters; chunked twice ChunkedRepeated (of
    // `ErrorKind`). Is chunked the last one? Then Chunked or ChunkedOverOthers, otherwise Endless (of
    // `Coding`).
    todo!("gap 4: coding")
}

/// Whether content that was read by its framing is still in a transfer coding, so that it is not what the sender means.
///
/// Only responses get so far: a request in such a coding is refused.
#[must_use]
pub fn is_coded(fields: &Fields) -> bool {
    matches!(transfer_coding(fields), Ok(Some(Coding::ChunkedOverOthers | Coding::Endless)))
}
