//! Collects the field lines of a header or trailer section, in octets that arrive in any pieces.

// Remove the next two lines when every gap of this file is filled.
#![allow(unused_imports, unused_variables, unused_mut, dead_code)]
#![allow(unreachable_code, clippy::all, clippy::pedantic)]

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
        // GAP 4 of 7: section
        // Take line after line from `input`, as far as it goes. `self.finder` finds where each ends, within
        // the limit of `self.next_line_limit()`; what is taken is kept by `self.fields.receive`, and `input`
        // is then what is left of it. A line that is too long is an error of the limit's kind, at its place in
        // the message. `self.start` is where the line began among the `self.fields.received()` octets.
        // A whole line goes to `self.line(end)`, without its line end, and the next one begins after it; the
        // empty line ends the section: return the fields. `Ok(None)`: all of `input` is taken, more must come.
        todo!("gap 4: section")
    }

    /// How long the next line may be. The empty line that ends the section fits always.
    fn next_line_limit(&self) -> LineLimit {
        // GAP 7 of 7: limits (place 1 of 2)
        // How many octets may the next line have, and what is wrong when it has more? In the starter: as many
        // as there is memory for.
        // A line of 0 octets fits always: it ends the section. `self.fields.len()` lines have come,
        // `self.start` octets of them; the limits are `self.limits.fields`, `.line` and `.section`.
        // The errors are TooManyFields, LineTooLong and SectionTooLong.
        LineLimit { octets: 1 << 30, kind: ErrorKind::LineTooLong }
    }

    /// Takes the line that was received up to `end`.
    fn line(&mut self, end: usize) -> Result<(), Error> {
        // GAP 5 of 7: field_line (place 2 of 2)
        // The line that was received from `self.start` up to `end` is a field line: `self.fields.receive_line`
        // reads it. Unless it begins with SP or HTAB; then it goes on with the field above it. Without such a
        // field it is SpaceBeforeFields; otherwise `self.folding` says what to do: Folded is the error, or
        // `self.fields.receive_fold` adds the line. The errors stand at the line's first octet:
        // `self.fields.offset_of`.
        todo!("gap 5: field_line")
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
