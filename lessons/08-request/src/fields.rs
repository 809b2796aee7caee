//! The fields of a message, in the order in which they came or were added (RFC 9110 section 5).

// Remove the next two lines when every gap of this file is filled.
#![allow(unused_imports, unused_variables, unused_mut, dead_code)]
#![allow(unreachable_code, clippy::all, clippy::pedantic)]

use std::borrow::Cow;
use std::fmt::{self, Debug, Display};
use std::ops::Range;

use crate::error::{Error, ErrorKind};
use crate::syntax;

/// A section of field lines: a header or trailer section.
///
/// Names match in any letter case. Values are octets without the white space around them, and can never hold CR, LF or
/// NUL: neither a parsed section nor [`Fields::push`] lets them in.
///
/// ```
/// let mut fields = request::Fields::new();
/// fields.push("Accept-Encoding", "gzip")?;
/// fields.push("accept-encoding", "br")?;
/// assert_eq!(fields.get("ACCEPT-ENCODING").unwrap().value(), b"gzip");
/// assert_eq!(fields.combined("Accept-Encoding").unwrap(), &b"gzip, br"[..]);
/// assert!(fields.push("Location", "/\r\nSet-Cookie: a=b").is_err());
/// # Ok::<(), request::InvalidField>(())
/// ```
#[derive(Clone, Default)]
pub struct Fields {
    /// The field lines as they stand in the message, line ends among them.
    bytes: Vec<u8>,
    lines: Vec<Line>,
    /// How many octets of the message stand before `bytes`.
    offset: usize,
}

/// Where a field line stands in the octets of its section. Sections are never as long as a `u32` counts.
#[derive(Debug, Clone, Copy)]
struct Line {
    name: (u32, u32),
    value: (u32, u32),
}

/// One field line.
#[derive(Clone, Copy)]
pub struct Field<'a> {
    fields: &'a Fields,
    line: Line,
}

/// Reads a value that goes on in a further line, in place.
///
/// The octets begin with the value as it is known so far, of so many octets. After it stand white space, a line end, and
/// the further line without its own line end. Returns where in the octets the whole value stands; they are not more.
pub type Unfold = fn(octets: &mut [u8], value: usize) -> Range<usize>;

/// A field that must not be sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum InvalidField {
    /// The name is no token.
    Name,
    /// The value holds a control octet, or the section would be too long.
    Value,
}

impl Fields {
    /// No fields.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// How many field lines there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.lines.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.lines.is_empty()
    }

    /// The field lines in their order.
    pub fn iter(&self) -> impl Iterator<Item = Field<'_>> {
        self.lines.iter().map(|&line| Field { fields: self, line })
    }

    /// The first field line of that name.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<Field<'_>> {
        self.all(name).next()
    }

    /// The field lines of that name.
    pub fn all<'f>(&'f self, name: &str) -> impl Iterator<Item = Field<'f>> {
        self.iter().filter(move |field| field.is(name))
    }

    /// The values of all field lines of that name, joined by commas: what the field means when it is a list
    /// (RFC 9110 section 5.2).
    #[must_use]
    pub fn combined(&self, name: &str) -> Option<Cow<'_, [u8]>> {
        let mut values = self.all(name).map(|field| field.value());
        let mut combined = Cow::Borrowed(values.next()?);
        for value in values {
            let combined = combined.to_mut();
            combined.extend_from_slice(b", ");
            combined.extend_from_slice(value);
        }
        Some(combined)
    }

    /// Adds a field line at the end. White space around the value is left out.
    ///
    /// # Errors
    ///
    /// When the name is no token, or the value holds a control octet: what comes from elsewhere can never add a line.
    pub fn push(&mut self, name: &str, value: impl AsRef<[u8]>) -> Result<(), InvalidField> {
        let line = self.line_of(name, value.as_ref())?;
        self.lines.push(line);
        Ok(())
    }

    /// Adds a field line, or puts it in the place of the first of that name; the others of that name go.
    ///
    /// # Errors
    ///
    /// As [`push`](Self::push).
    pub fn set(&mut self, name: &str, value: impl AsRef<[u8]>) -> Result<(), InvalidField> {
        let line = self.line_of(name, value.as_ref())?;
        let first = self.iter().position(|field| field.is(name)).unwrap_or(self.len());
        self.remove(name);
        self.lines.insert(first, line);
        Ok(())
    }

    /// Takes all field lines of that name out.
    pub fn remove(&mut self, name: &str) {
        let Self { bytes, lines, .. } = self;
        lines.retain(|line| !slice(bytes, line.name).eq_ignore_ascii_case(name.as_bytes()));
    }

    /// Writes the field lines and the empty line after them.
    pub fn encode(&self, out: &mut Vec<u8>) {
        // GAP 1 of 7: push (place 2 of 3)
        // Append the section to `out`: each line as name, colon, one space, value, CR LF, in the order of
        // `self.lines`; then the empty line. `slice` has the octets of a part.
        todo!("gap 1: push")
    }

    /// Asks for the memory of a typical section at once.
    fn make_room(&mut self) {
        if self.bytes.capacity() == 0 {
            self.bytes = Vec::with_capacity(TYPICAL_SECTION);
            self.lines = Vec::with_capacity(TYPICAL_LINES);
        }
    }

    /// Writes name and value, if they may be sent, after what is there, and says where they stand. They count when the
    /// line is put among the others.
    fn line_of(&mut self, name: &str, value: &[u8]) -> Result<Line, InvalidField> {
        // GAP 1 of 7: push (place 1 of 3)
        // A field that is to be sent. The name must be a token, and the value, without the white space
        // around it, may hold only what may stand in a line: else somebody's value could end the line and
        // begin another one. Errors: InvalidField::Name and InvalidField::Value.
        // What may be sent is kept at the end of `self.bytes`, name and then value, nothing between;
        // `Line::new` notes where they stand. If it cannot, that is InvalidField::Value too.
        // Ask for memory with `self.make_room()` before the first octet.
        todo!("gap 1: push")
    }
}

/// What a [`SectionDecoder`](crate::SectionDecoder) does to the fields that it collects.
impl Fields {
    pub(crate) fn received_after(offset: usize) -> Self {
        Self { offset, ..Self::default() }
    }

    /// How many octets of the message stand before the received octet number `at`.
    pub(crate) fn offset_of(&self, at: usize) -> usize {
        self.offset + at
    }

    /// The received octet number `at`.
    pub(crate) fn octet(&self, at: usize) -> Option<u8> {
        self.bytes.get(at).copied()
    }

    /// How many octets were received.
    pub(crate) fn received(&self) -> usize {
        self.bytes.len()
    }

    /// Keeps octets of a field line as they come, its line end among them.
    pub(crate) fn receive(&mut self, piece: &[u8]) {
        self.make_room();
        self.bytes.extend_from_slice(piece);
    }

    /// Reads the octets from `start` on, without the line end, as the next field line.
    pub(crate) fn receive_line(&mut self, start: usize, end: usize) -> Result<(), Error> {
        let Split { name, value } =
            split_field_line(&self.bytes[start..end]).map_err(|error| error.after(self.offset + start))?;
        let line = Line::new(start..start + name, start + value.start..start + value.end);
        self.lines.push(line.ok_or(Error::new(ErrorKind::SectionTooLong, self.offset + start))?);
        Ok(())
    }

    /// Adds the line that ends at `end` and begins with white space to the value of the last field line, as `unfold`
    /// reads it.
    pub(crate) fn receive_fold(&mut self, end: usize, unfold: Unfold) {
        let Some(last) = self.lines.last_mut() else { return };
        let (from, to) = (last.value.0 as usize, last.value.1 as usize);
        let value = unfold(&mut self.bytes[from..end], to - from);
        // Positions after those of the line itself: they fit, or the line would have been refused.
        let name = last.name.0 as usize..last.name.1 as usize;
        *last = Line::new(name, from + value.start..from + value.end).unwrap_or(*last);
    }

    /// How much memory the section holds.
    pub(crate) fn memory(&self) -> usize {
        self.bytes.capacity() + self.lines.capacity() * size_of::<Line>()
    }
}

/// Room for the fields of most messages, so that it is asked for once.
const TYPICAL_SECTION: usize = 1024;
const TYPICAL_LINES: usize = 16;

/// Where the parts of a field line stand: the name comes first and has so many octets.
pub(crate) struct Split {
    pub(crate) name: usize,
    pub(crate) value: Range<usize>,
}

/// Reads one field line: a name, a colon right after it, and the value without the white space around it.
pub(crate) fn split_field_line(line: &[u8]) -> Result<Split, Error> {
    // GAP 5 of 7: field_line (place 1 of 2)
    // Read `line`: a token, a colon right after it, a value without the SP and HTAB around it.
    // `Split` says how many octets the name has and where in `line` the value stands; it may be empty.
    // Errors, at the first octet that is wrong: ColonMissing, FieldNameEmpty,
    // SpaceBeforeColon, FieldNameInvalid (of `ErrorKind`).
    todo!("gap 5: field_line")
}

impl Line {
    /// The line whose parts stand there in the octets of the section; `None` when a position is more than a `u32` counts.
    fn new(name: Range<usize>, value: Range<usize>) -> Option<Self> {
        let position = |at: usize| u32::try_from(at).ok();
        Some(Self {
            name: (position(name.start)?, position(name.end)?),
            value: (position(value.start)?, position(value.end)?),
        })
    }
}

/// The octets of one part of a line.
fn slice(bytes: &[u8], (start, end): (u32, u32)) -> &[u8] {
    &bytes[start as usize..end as usize]
}

impl<'a> Field<'a> {
    /// The name as it was written; a token.
    #[must_use]
    pub fn name(&self) -> &'a str {
        syntax::ascii(slice(&self.fields.bytes, self.line.name))
    }

    /// The value, without white space around it. Octets above 0x7F are opaque: neither decoded nor changed.
    #[must_use]
    pub fn value(&self) -> &'a [u8] {
        slice(&self.fields.bytes, self.line.value)
    }

    /// The value as text; `None` when it holds octets above 0x7F.
    #[must_use]
    pub fn text(&self) -> Option<&'a str> {
        std::str::from_utf8(self.value()).ok().filter(|text| text.is_ascii())
    }

    /// Whether this is the field of that name, in any letter case.
    #[must_use]
    pub fn is(&self, name: &str) -> bool {
        slice(&self.fields.bytes, self.line.name).eq_ignore_ascii_case(name.as_bytes())
    }

    /// How many octets of the received message stand before the field line's value.
    #[must_use]
    pub fn offset(&self) -> usize {
        self.fields.offset + self.line.value.0 as usize
    }
}

impl Debug for Field<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.name(), self.value().escape_ascii())
    }
}

impl Debug for Fields {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.iter()).finish()
    }
}

/// Two sections are the same when their names, as written, and values are.
impl PartialEq for Fields {
    fn eq(&self, other: &Self) -> bool {
        self.len() == other.len()
            && self.iter().zip(other.iter()).all(|(a, b)| (a.name(), a.value()) == (b.name(), b.value()))
    }
}

impl Eq for Fields {}

impl Display for InvalidField {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Name => "a field name must be a token (RFC 9110 section 5.1)",
            Self::Value => "a field value must not hold control octets (RFC 9110 section 5.5)",
        })
    }
}

impl std::error::Error for InvalidField {}
