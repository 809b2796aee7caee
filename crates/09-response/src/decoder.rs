//! Reads the heads of responses from octets that arrive in any pieces.

use request::{Folding, Found, Limits, LineFinder, SectionDecoder};

use crate::error::{Error, ErrorKind};
use crate::folding::unfold;
use crate::response::{self, ResponseHead, StatusLine};

/// Reads one head of a response after another, as a client does, from octets that arrive in any pieces; it does no input
/// or output itself.
///
/// Each octet is looked at once and copied once. However the octets are cut into pieces, the heads and errors are the
/// same. What is above a limit, and an octet that no line may hold, is refused as soon as it comes; what else is wrong
/// with a line, when the line has ended.
///
/// ```
/// use request::{Limits, Status};
/// use response::ResponseDecoder;
///
/// let mut input: &[u8] = b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nHello";
/// let head = ResponseDecoder::new(Limits::default()).decode(&mut input)?.expect("the empty line has come");
/// assert_eq!(head.status, Status::OK);
/// assert_eq!(input, b"Hello");
/// # Ok::<(), response::Error>(())
/// ```
#[derive(Debug, Clone)]
pub struct ResponseDecoder {
    limits: Limits,
    finder: LineFinder,
    /// What has come of the status line.
    line: Vec<u8>,
    /// The status line, when it has come, and the decoder of what follows.
    section: Option<(StatusLine, SectionDecoder)>,
    failed: Option<Error>,
}

impl ResponseDecoder {
    /// A decoder that has received nothing.
    #[must_use]
    pub fn new(limits: Limits) -> Self {
        Self { limits, finder: LineFinder::default(), line: Vec::new(), section: None, failed: None }
    }

    /// Takes octets from the front of `input`, up to the end of a head.
    ///
    /// Returns the head when it is complete; what is left of `input` belongs to what follows it, and the decoder is ready
    /// for the next head. Returns `None` when all of `input` was taken and more is needed.
    ///
    /// # Errors
    ///
    /// When the head is malformed or above a limit. Nothing that follows can be trusted then: every further call
    /// returns the same error. Offsets count from the first octet of the head, which is 0.
    ///
    /// - The status line: [`ErrorKind::EmptyLineFirst`] at 0; a line above its limit at the octet that is one too many;
    ///   [`ErrorKind::StatusLineInvalid`] at the end of a line that is too short for a version, or at 8, where a space must
    ///   stand; the error of the version at 0; [`ErrorKind::StatusInvalid`] at 9, or at 12 when three digits are right and
    ///   neither the end nor a space follows.
    /// - The fields: as [`SectionDecoder::decode`] says.
    pub fn decode(&mut self, input: &mut &[u8]) -> Result<Option<ResponseHead>, Error> {
        if let Some(error) = self.failed {
            return Err(error);
        }
        self.decode_head(input).inspect_err(|error| self.failed = Some(*error))
    }

    fn decode_head(&mut self, input: &mut &[u8]) -> Result<Option<ResponseHead>, Error> {
        if self.section.is_none() && !self.decode_line(input)? {
            return Ok(None);
        }
        let Some((_, section)) = &mut self.section else { return Ok(None) };
        let Some(fields) = section.decode(input)? else { return Ok(None) };
        let Some((line, _)) = self.section.take() else { return Ok(None) };
        self.finder = LineFinder::default();
        Ok(Some(line.with(fields)))
    }

    /// Takes the status line; returns whether it is complete.
    fn decode_line(&mut self, input: &mut &[u8]) -> Result<bool, Error> {
        let taken = match self.finder.find(input, self.limits.line)? {
            Found::Part => input.len(),
            Found::End(count) => count,
            Found::TooLong(_) => return Err(Error::new(request::ErrorKind::LineTooLong.into(), self.limits.line)),
        };
        let (piece, rest) = input.split_at(taken);
        self.line.extend_from_slice(piece);
        *input = rest;
        // CR and LF come together or not at all: whatever else they stand beside was refused.
        let Some(line) = self.line.strip_suffix(b"\r\n") else { return Ok(false) };
        if line.is_empty() {
            return Err(Error::new(ErrorKind::EmptyLineFirst, 0));
        }
        // ANCHOR: section
        let section = SectionDecoder::new(self.limits, Folding::Replace(unfold), self.finder.offset());
        self.section = Some((response::parse_line(line)?, section));
        // ANCHOR_END: section
        self.line.clear();
        Ok(true)
    }

    /// Whether a head has begun to arrive.
    #[must_use]
    pub fn has_begun(&self) -> bool {
        self.section.is_some() || !self.line.is_empty()
    }

    /// The error of a connection that ends here, in the middle of a head; `None` between heads.
    #[must_use]
    pub fn incomplete(&self) -> Option<Error> {
        let offset = self.section.as_ref().map_or(self.finder.offset(), |(_, section)| section.offset());
        self.has_begun().then(|| Error::new(request::ErrorKind::Incomplete.into(), offset))
    }

    /// How much memory the decoder holds, in octets: never more than twice what the limits allow, and some kilobytes.
    #[must_use]
    pub fn memory(&self) -> usize {
        self.line.capacity() + self.section.as_ref().map_or(0, |(_, section)| section.memory())
    }
}
