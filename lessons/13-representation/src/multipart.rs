//! Several parts in one message: `multipart/byteranges` (RFC 9110 section 14.6, RFC 2046 section 5.1).

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
        let mut pieces = Vec::with_capacity(2 * parts.len() + 1);
        let mut line_end = "";
        for part in parts {
            let head = format!(
                "{line_end}--{}\r\nContent-Type: {}\r\nContent-Range: {}\r\n\r\n",
                self.boundary,
                self.media_type,
                content_range(part, self.length)
            );
            pieces.push(Piece::octets(head));
            pieces.push(Piece::Part(part.clone()));
            line_end = "\r\n";
        }
        pieces.push(Piece::octets(format!("\r\n--{}--\r\n", self.boundary)));
        pieces
    }
}
