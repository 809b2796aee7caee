//! Transfer-Encoding (RFC 9112 sections 6.1 and 7): which transfer codings a message is in, and whether chunked is the last
//! of them, which `framing` has to know.

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
    // ANCHOR: transfer_coding
    let Some(first) = fields.get("Transfer-Encoding") else { return Ok(None) };
    let value = fields.combined("Transfer-Encoding").unwrap_or_default();
    if value.split(|&octet| octet == b',').any(|member| syntax::trim_ows(member).is_empty()) {
        return Err(Error::new(ErrorKind::CodingEmpty, first.offset()));
    }
    coding_of(&value).map(Some).map_err(|kind| Error::new(kind, first.offset()))
    // ANCHOR_END: transfer_coding
}

fn coding_of(list: &[u8]) -> Result<Coding, ErrorKind> {
    // ANCHOR: coding
    let (mut codings, mut chunked, mut last_is_chunked) = (0, 0, false);
    for member in members(list) {
        let (name, _) = parameters(member);
        if !syntax::is_token(name) {
            return Err(ErrorKind::CodingInvalid);
        }
        last_is_chunked = name.eq_ignore_ascii_case(b"chunked");
        if last_is_chunked && name.len() < member.len() {
            return Err(ErrorKind::ChunkedParameters);
        }
        codings += 1;
        chunked += usize::from(last_is_chunked);
    }
    match (last_is_chunked, chunked, codings) {
        (_, 2.., _) => Err(ErrorKind::ChunkedRepeated),
        (true, _, 1) => Ok(Coding::Chunked),
        (true, _, _) => Ok(Coding::ChunkedOverOthers),
        (false, _, _) => Ok(Coding::Endless),
    }
    // ANCHOR_END: coding
}

/// Whether content that was read by its framing is still in a transfer coding, so that it is not what the sender means.
///
/// Only responses get so far: a request in such a coding is refused.
#[must_use]
pub fn is_coded(fields: &Fields) -> bool {
    matches!(transfer_coding(fields), Ok(Some(Coding::ChunkedOverOthers | Coding::Endless)))
}
