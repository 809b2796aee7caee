//! Several parts in one message: `multipart/byteranges` (RFC 9110 section 14.6, RFC 2046 section 5.1).

// Remove the next two lines when every gap of this file is filled.
#![allow(unused_imports, unused_variables, unused_mut, dead_code)]
#![allow(unreachable_code, clippy::all, clippy::pedantic)]

use std::hash::{BuildHasher, RandomState};
use std::ops::Range;

use crate::content_range::content_range;
use crate::source::Piece;

/// A text that no content holds: 128 random bits. Nobody can guess it, so nobody can have put it into a file.
#[must_use]
pub fn boundary() -> String {
    let random = || RandomState::new().hash_one(0);
    format!("{:020}{:020}", random(), random())
}

/// The content of a response with several parts.
#[derive(Debug, Clone, Copy)]
pub struct Multipart<'a> {
    /// What parts the parts. It must not occur in the content.
    pub boundary: &'a str,
    /// The media type of the whole content.
    pub media_type: &'a str,
    /// The length of the whole content.
    pub length: u64,
}

impl Multipart<'_> {
    /// The media type of the message: that of the content stands in each part.
    #[must_use]
    pub fn media_type(&self) -> String {
        format!("multipart/byteranges; boundary={}", self.boundary)
    }

    /// The pieces to send: before each part a line with the boundary and the fields of the part, and a last line at the end.
    #[must_use]
    pub fn pieces(&self, parts: &[Range<u64>]) -> Vec<Piece> {
        // GAP 7 of 9: pieces
        // Before each part put a line with two hyphens and the boundary, the fields Content-Type and
        // Content-Range of this part, and an empty line; all lines end with CR LF. The line end before a boundary
        // belongs to the boundary and not to the part before it, so the first one has none. After the last part a
        // line with the boundary that ends the message: two hyphens before it, and two after it.
        // `Piece::octets(text)` is a piece of text, `Piece::Part(range)` one of the source.
        todo!("gap 7: pieces")
    }
}
