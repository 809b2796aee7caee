//! The chunked transfer coding: content in pieces, each with its size in front (RFC 9112 section 7.1).
//!
//! A decoder for it: octets go in, in any pieces, and parts of the content come out, the trailers at last. Only `decoder`
//! calls what stands here.

use request::{Folding, Found, LineFinder, SectionDecoder};

use crate::chunk_line::{self, ChunkLine};
use crate::error::{Error, ErrorKind};
use crate::limits::Limits;
use crate::part::{Part, take};

/// Takes content out of chunks.
#[derive(Debug, Clone)]
pub(crate) struct ChunkedDecoder {
    limits: Limits,
    folding: Folding,
    next: Next,
    finder: LineFinder,
    /// What has come of the line in front of a chunk.
    line: Vec<u8>,
    /// How many octets of the body were taken.
    offset: usize,
}

// ANCHOR: next
/// What comes next in a chunked body.
#[derive(Debug, Clone)]
enum Next {
    /// The line in front of a chunk.
    Size,
    /// So many octets of content.
    Data(u64),
    /// The line end after them.
    DataEnd,
    /// The trailer section, perhaps without a field; the empty line after it ends the body.
    Trailers(SectionDecoder),
}
// ANCHOR_END: next

impl ChunkedDecoder {
    pub(crate) fn new(limits: Limits, folding: Folding) -> Self {
        Self { limits, folding, next: Next::Size, finder: LineFinder::default(), line: Vec::new(), offset: 0 }
    }

    pub(crate) fn decode<'a>(&mut self, input: &mut &'a [u8]) -> Result<Option<Part<'a>>, Error> {
        loop {
            // ANCHOR: decode
            self.next = match &mut self.next {
                Next::Size => match self.size(input)? {
                    None => return Ok(None),
                    Some(0) => Next::Trailers(self.trailers()),
                    Some(size) => Next::Data(size),
                },
                Next::Data(0) => Next::DataEnd,
                Next::Data(left) => {
                    let piece = take(input, left);
                    self.offset = self.offset.saturating_add(piece.len());
                    return Ok(Some(Part::Content(piece)).filter(|_| !piece.is_empty()));
                }
                Next::DataEnd => {
                    if !self.line_end(input)? {
                        return Ok(None);
                    }
                    Next::Size
                }
                Next::Trailers(section) => return Ok(section.decode(input)?.map(Part::End)),
            };
            // ANCHOR_END: decode
        }
    }

    /// Takes the line in front of a chunk, and returns the chunk's size when the line is complete.
    fn size(&mut self, input: &mut &[u8]) -> Result<Option<u64>, Error> {
        let start = self.offset - self.line.len();
        if !self.line(input, self.limits.size_digits + self.limits.extensions)? {
            return Ok(None);
        }
        let line = &self.line[..self.line.len() - 2];
        let ChunkLine { size, digits } =
            chunk_line::parse(line, self.limits.size_digits).map_err(|error| error.after(start))?;
        // ANCHOR: limits
        let extensions = line.len() - digits;
        let too_long = Error::new(ErrorKind::ExtensionsTooLong, start + digits);
        self.limits.extensions = self.limits.extensions.checked_sub(extensions).ok_or(too_long)?;
        let too_large = Error::new(ErrorKind::ContentTooLarge, start);
        self.limits.content = self.limits.content.checked_sub(size).ok_or(too_large)?;
        // ANCHOR_END: limits
        self.line.clear();
        Ok(Some(size))
    }

    /// Takes the line end after the data of a chunk; returns whether it is complete.
    fn line_end(&mut self, input: &mut &[u8]) -> Result<bool, Error> {
        let complete = self.line(input, 0)?;
        if complete {
            self.line.clear();
        }
        Ok(complete)
    }

    /// A decoder for the trailer section, which begins here.
    fn trailers(&self) -> SectionDecoder {
        SectionDecoder::new(self.limits.trailers, self.folding, self.offset)
    }

    /// Takes octets up to the end of a line into `self.line`; returns whether it is complete.
    fn line(&mut self, input: &mut &[u8], most: usize) -> Result<bool, Error> {
        if self.line.is_empty() {
            self.finder = LineFinder::new(self.offset);
        }
        let (count, complete) = match self.finder.find(input, most)? {
            Found::Part => (input.len(), false),
            Found::End(count) => (count, true),
            Found::TooLong(at) if most == 0 => return Err(Error::new(ErrorKind::ChunkTooLong, self.offset + at)),
            Found::TooLong(at) => return Err(Error::new(ErrorKind::ExtensionsTooLong, self.offset + at)),
        };
        let (piece, rest) = input.split_at(count);
        self.line.extend_from_slice(piece);
        self.offset = self.finder.offset();
        *input = rest;
        Ok(complete)
    }

    /// How many octets of the body were taken.
    pub(crate) fn offset(&self) -> usize {
        match &self.next {
            Next::Trailers(section) => section.offset(),
            _ => self.offset,
        }
    }

    pub(crate) fn memory(&self) -> usize {
        let section = match &self.next {
            Next::Trailers(section) => section.memory(),
            _ => 0,
        };
        self.line.capacity() + section
    }
}
