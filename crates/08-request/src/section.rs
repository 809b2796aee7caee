//! Collects the field lines of a header or trailer section, in octets that arrive in any pieces.

use crate::error::{Error, ErrorKind};
use crate::fields::{Fields, Unfold};
use crate::limits::Limits;
use crate::line::{Found, LineFinder};
use crate::syntax;

/// What to do with a field line that is folded, that goes on in a line that begins with white space.
#[derive(Debug, Clone, Copy)]
pub enum Folding {
    /// Refuse it, as servers do: programs between may have read it differently.
    Refuse,
    /// Read it in this way, as clients must (RFC 9112 section 5.2).
    Replace(Unfold),
}

/// Reads a field section up to the empty line that ends it.
#[derive(Debug, Clone)]
pub struct SectionDecoder {
    limits: Limits,
    folding: Folding,
    finder: LineFinder,
    fields: Fields,
    /// Where the line that is being received begins.
    start: usize,
}

/// How long the next line may be, and what is wrong when it is longer.
pub(crate) struct LineLimit {
    pub(crate) octets: usize,
    pub(crate) kind: ErrorKind,
}

impl SectionDecoder {
    /// A decoder for a section that begins after `offset` octets of its message.
    #[must_use]
    pub fn new(limits: Limits, folding: Folding, offset: usize) -> Self {
        let (finder, fields) = (LineFinder::new(offset), Fields::received_after(offset));
        Self { limits, folding, finder, fields, start: 0 }
    }

    /// Takes octets from the front of `input`, up to the end of the section. What is left of `input` after the fields
    /// are returned belongs to what follows.
    ///
    /// # Errors
    ///
    /// When the section is malformed or above a limit; the decoder is of no use then. All offsets count in the message.
    ///
    /// - Above a limit, at the first octet of the line that is too much: [`ErrorKind::LineTooLong`],
    ///   [`ErrorKind::SectionTooLong`], [`ErrorKind::TooManyFields`]. A limit counts before whatever comes after that octet.
    /// - Of an octet that no line may hold: as [`LineFinder::find`] says.
    /// - Of a line that has ended and begins with white space ([`syntax::is_ows`]), at that first octet:
    ///   [`ErrorKind::SpaceBeforeFields`] in front of all fields, else [`ErrorKind::Folded`] where that is refused.
    /// - Of another line that has ended, at its first octet that is in no token: [`ErrorKind::ColonMissing`] when that is
    ///   the end of the line, [`ErrorKind::FieldNameEmpty`] when it is a colon and nothing stands before it,
    ///   [`ErrorKind::SpaceBeforeColon`] when white space and then a colon begin there, else
    ///   [`ErrorKind::FieldNameInvalid`].
    pub fn decode(&mut self, input: &mut &[u8]) -> Result<Option<Fields>, Error> {
        // ANCHOR: section
        loop {
            let limit = self.next_line_limit();
            match self.finder.find(input, limit.octets)? {
                Found::Part => {
                    self.fields.receive(input);
                    *input = &[];
                    return Ok(None);
                }
                Found::TooLong(at) => return Err(Error::new(limit.kind, self.finder.offset() + at)),
                Found::End(count) => {
                    let (piece, rest) = input.split_at(count);
                    self.fields.receive(piece);
                    *input = rest;
                }
            }
            let end = self.fields.received() - 2;
            if end == self.start {
                return Ok(Some(std::mem::take(&mut self.fields)));
            }
            self.line(end)?;
            self.start = end + 2;
        }
        // ANCHOR_END: section
    }

    /// How long the next line may be. The empty line that ends the section fits always.
    fn next_line_limit(&self) -> LineLimit {
        // ANCHOR: limits
        let left = self.limits.section.saturating_sub(self.start);
        if self.fields.len() >= self.limits.fields {
            LineLimit { octets: 0, kind: ErrorKind::TooManyFields }
        } else if left < self.limits.line {
            LineLimit { octets: left, kind: ErrorKind::SectionTooLong }
        } else {
            LineLimit { octets: self.limits.line, kind: ErrorKind::LineTooLong }
        }
        // ANCHOR_END: limits
    }

    /// Takes the line that was received up to `end`.
    fn line(&mut self, end: usize) -> Result<(), Error> {
        // ANCHOR: line
        if !self.fields.octet(self.start).is_some_and(syntax::is_ows) {
            return self.fields.receive_line(self.start, end);
        }
        let kind = match self.folding {
            _ if self.fields.is_empty() => ErrorKind::SpaceBeforeFields,
            Folding::Refuse => ErrorKind::Folded,
            Folding::Replace(unfold) => {
                self.fields.receive_fold(end, unfold);
                return Ok(());
            }
        };
        Err(Error::new(kind, self.fields.offset_of(self.start)))
        // ANCHOR_END: line
    }

    /// How many octets of the message were taken, with those in front of the section.
    #[must_use]
    pub fn offset(&self) -> usize {
        self.finder.offset()
    }

    /// How much memory the decoder holds.
    #[must_use]
    pub fn memory(&self) -> usize {
        self.fields.memory()
    }
}
