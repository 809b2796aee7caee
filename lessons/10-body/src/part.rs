//! What comes of a body, piece by piece.

use request::Fields;

/// A part of a body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Part<'a> {
    /// The next octets of the content, at least one.
    Content(&'a [u8]),
    /// The end of the message, and the trailer fields of chunked framing; mostly there are none.
    ///
    /// They come when everything was decided by the header section, from whoever could write into the content. Never
    /// merge them into it (RFC 9110 section 6.5.1).
    End(Fields),
}

/// Takes octets from the front of `input`, at most `left`, and counts them off.
pub(crate) fn take<'a>(input: &mut &'a [u8], left: &mut u64) -> &'a [u8] {
    let count = usize::try_from(*left).map_or(input.len(), |left| left.min(input.len()));
    let (piece, rest) = input.split_at(count);
    *input = rest;
    *left -= count as u64;
    piece
}
