//! Finds where lines end, in octets that arrive in any pieces.

// Remove the next two lines when every gap of this file is filled.
#![allow(unused_imports, unused_variables, unused_mut, dead_code)]
#![allow(unreachable_code, clippy::all, clippy::pedantic)]

use crate::error::{Error, ErrorKind};
use crate::syntax;

/// Looks for the end of a line and remembers how far it has looked.
///
/// It is handed each octet once, in pieces as they arrive, and keeps none of them.
#[derive(Debug, Clone, Default)]
pub struct LineFinder {
    /// How many octets of the message were looked at.
    offset: usize,
    /// How many of them belong to the line that is being looked at, without its CR.
    length: usize,
    /// Whether the last of them was a CR.
    after_cr: bool,
}

/// What a piece of input is to the line that is being looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Found {
    /// All of it belongs to the line, and more is to come.
    Part,
    /// The line ends with this many octets of the piece, CR and LF among them.
    End(usize),
    /// The octet with this number in the piece is one more than the line may have.
    TooLong(usize),
}

impl LineFinder {
    /// Begins after `offset` octets of the message.
    #[must_use]
    pub fn new(offset: usize) -> Self {
        Self { offset, ..Self::default() }
    }

    /// How many octets of the message were looked at.
    #[must_use]
    pub fn offset(&self) -> usize {
        self.offset
    }

    /// Looks at the next octets of a line that may have at most `limit` without its line end.
    ///
    /// A line ends with CR and LF. RFC 9112 section 2.2 would allow to take an LF alone for a line end too; but then two
    /// programs that read the same bytes can see different lines, and what one checks is not what the other does. So it
    /// is refused, as is a CR alone, and every other control octet but HTAB.
    ///
    /// # Errors
    ///
    /// At the octet of the message that is wrong: [`ErrorKind::BareCr`] at a CR after which no LF comes,
    /// [`ErrorKind::BareLf`] at an LF, [`ErrorKind::ControlOctet`] at another octet that no line may hold. An octet that is
    /// one more than the line may have counts before all that comes after it.
    pub fn find(&mut self, input: &[u8], limit: usize) -> Result<Found, Error> {
        // GAP 2 of 7: find
        // Say what `input`, the next octets of the line, is to it: see `Found`, `part` and `end`.
        // A line ends at CR LF, which may come in two pieces (`self.after_cr`). What may stand in front of
        // it is what `syntax::line_length` counts; a CR or LF alone and every other octet are errors:
        // BareCr, BareLf, ControlOctet (of `ErrorKind`), at the offset in the message of the octet that is
        // wrong. `input` may be empty.
        // The line may have `limit` octets without its line end; `self.length` have come. The octet that is
        // one too many counts before whatever comes after it.
        todo!("gap 2: find")
    }

    /// The whole piece belongs to the line: `text` octets, and a CR after them if `after_cr`.
    fn part(&mut self, text: usize, after_cr: bool) -> Found {
        self.offset += text + usize::from(after_cr);
        self.length += text;
        self.after_cr = after_cr;
        Found::Part
    }

    /// The line ends with `count` octets of the piece; the next octet begins another line.
    fn end(&mut self, count: usize) -> Found {
        self.offset += count;
        self.length = 0;
        self.after_cr = false;
        Found::End(count)
    }
}
