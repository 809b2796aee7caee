//! Reads the heads of requests from octets that arrive in any pieces.

use crate::error::{Error, ErrorKind};
use crate::limits::Limits;
use crate::line::{Found, LineFinder};
use crate::request::{self, RequestHead, RequestLine};
use crate::section::{Folding, SectionDecoder};

/// How a request begins whose response has no content, also when the request is refused.
const HEAD: &[u8] = b"HEAD ";

/// Reads one head of a request after another, as a server does, from octets that arrive in any pieces; it does no input
/// or output itself.
///
/// Each octet is looked at once and copied once. However the octets are cut into pieces, the heads and errors are the
/// same. What is above a limit, and an octet that no line may hold, is refused as soon as it comes; what else is wrong
/// with a line, when the line has ended.
///
/// ```
/// use request::{Limits, Method, RequestDecoder};
///
/// let mut decoder = RequestDecoder::new(Limits::default());
/// let mut piece: &[u8] = b"GET /hello HTTP/1.1\r\nHost: exam";
/// assert_eq!(decoder.decode(&mut piece)?, None);
///
/// let mut piece: &[u8] = b"ple.org\r\n\r\nwhat follows";
/// let head = decoder.decode(&mut piece)?.expect("the empty line has come");
/// assert_eq!(head.method, Method::Get);
/// assert_eq!(head.target.path(), "/hello");
/// assert_eq!(head.authority().unwrap().host(), "example.org");
/// assert_eq!(piece, b"what follows");
/// # Ok::<(), request::Error>(())
/// ```
#[derive(Debug, Clone)]
pub struct RequestDecoder {
    limits: Limits,
    finder: LineFinder,
    /// What has come of the request line.
    line: Vec<u8>,
    empty_lines: usize,
    /// Whether the request line, which has come, has the method HEAD.
    is_head: bool,
    /// The request line, when it has come, and the decoder of what follows.
    section: Option<(RequestLine, SectionDecoder)>,
    failed: Option<Error>,
}

impl RequestDecoder {
    /// A decoder that has received nothing.
    #[must_use]
    pub fn new(limits: Limits) -> Self {
        Self {
            limits,
            finder: LineFinder::default(),
            line: Vec::new(),
            empty_lines: 0,
            is_head: false,
            section: None,
            failed: None,
        }
    }

    /// Takes octets from the front of `input`, up to the end of a head.
    ///
    /// Returns the head when it is complete; what is left of `input` belongs to what follows it, and the decoder is ready
    /// for the next head. Returns `None` when all of `input` was taken and more is needed.
    ///
    /// # Errors
    ///
    /// When the head is malformed or above a limit. Nothing that follows can be trusted then: every further call
    /// returns the same error. All offsets count from the first octet that came for this head, which is 0; empty lines in
    /// front of the request count too.
    ///
    /// - An octet that no line may hold: as [`LineFinder::find`] says.
    /// - [`ErrorKind::TooManyEmptyLines`] at the first octet of the empty line that is one too many.
    /// - [`ErrorKind::MethodTooLong`] and [`ErrorKind::TargetTooLong`] as soon as the octet comes that is one too many, at
    ///   that octet. The method is too long only if all these octets are of a token; else it is no method.
    /// - The request line, when it has ended, read from left to right: [`ErrorKind::PartMissing`] at its end;
    ///   [`ErrorKind::MethodInvalid`] at the first octet that is in no token; [`ErrorKind::ExtraSpace`] at the second space
    ///   in a row, or at the third of the line. A line that is too long as a whole is one of the last two.
    /// - If it has its three parts: first the error of the version, which stands at its first octet
    ///   ([`Version::parse`](crate::Version::parse)), then that of the target ([`Target::parse`](crate::Target::parse)).
    /// - The fields: as [`SectionDecoder::decode`] says. At last the Host field: [`ErrorKind::HostRepeated`] and
    ///   [`ErrorKind::HostInvalid`] at the value of the field that is wrong, [`ErrorKind::HostMissing`] after the empty
    ///   line.
    pub fn decode(&mut self, input: &mut &[u8]) -> Result<Option<RequestHead>, Error> {
        if let Some(error) = self.failed {
            return Err(error);
        }
        let decoded = self.decode_head(input).map_err(|error| error.about_head(self.is_head()));
        decoded.inspect_err(|error| self.failed = Some(*error))
    }

    fn decode_head(&mut self, input: &mut &[u8]) -> Result<Option<RequestHead>, Error> {
        if self.section.is_none() && !self.decode_line(input)? {
            return Ok(None);
        }
        let Some((_, section)) = &mut self.section else { return Ok(None) };
        let Some(fields) = section.decode(input)? else { return Ok(None) };
        let end = section.offset();
        let Some((line, _)) = self.section.take() else { return Ok(None) };
        self.finder = LineFinder::default();
        self.empty_lines = 0;
        let head = line.with(fields, end)?;
        self.is_head = false;
        Ok(Some(head))
    }

    /// Takes the request line, and empty lines before it; returns whether it is complete.
    fn decode_line(&mut self, input: &mut &[u8]) -> Result<bool, Error> {
        loop {
            let begin = self.finder.offset() - self.line.len();
            if !self.receive_line(input)? {
                return Ok(false);
            }
            let line = &self.line[..self.line.len() - 2];
            if !line.is_empty() {
                let parsed = request::parse_line(line).map_err(|error| error.after(begin))?;
                self.is_head = line.starts_with(HEAD);
                let section = SectionDecoder::new(self.limits, Folding::Refuse, self.finder.offset());
                self.section = Some((parsed, section));
                self.line.clear();
                return Ok(true);
            }
            self.line.clear();
            self.empty_lines += 1;
            if self.empty_lines > self.limits.empty_lines {
                return Err(Error::new(ErrorKind::TooManyEmptyLines, begin));
            }
        }
    }

    /// Takes what has come of a line, up to its end; returns whether that has come.
    fn receive_line(&mut self, input: &mut &[u8]) -> Result<bool, Error> {
        let looked_at = self.finder.offset();
        let begin = looked_at - self.line.len();
        let found = self.finder.find(input, self.limits.request_line());
        let taken = match &found {
            Ok(Found::Part) => input.len(),
            Ok(Found::End(count)) => *count,
            Ok(Found::TooLong(room)) => room + 1,
            // What stands before the fault may be too long.
            Err(error) => error.offset().saturating_sub(looked_at),
        };
        let (piece, rest) = input.split_at(taken.min(input.len()));
        self.line.extend_from_slice(piece);
        if let Some(error) = request::part_too_long(without_end(&self.line), &self.limits) {
            return Err(error.after(begin));
        }
        if found.is_err() {
            // It may say HEAD.
            self.line.extend_from_slice(&rest[..rest.len().min(HEAD.len())]);
        }
        let found = found?;
        *input = rest;
        match found {
            Found::Part => Ok(false),
            Found::End(_) => Ok(true),
            Found::TooLong(_) => Err(request::line_too_long(&self.line).after(begin)),
        }
    }

    /// Whether a head has begun to arrive; empty lines before it do not count.
    #[must_use]
    pub fn has_begun(&self) -> bool {
        self.section.is_some() || !self.line.is_empty()
    }

    /// The error of a connection that ends here, in the middle of a head; `None` between heads.
    #[must_use]
    pub fn incomplete(&self) -> Option<Error> {
        let offset = self.section.as_ref().map_or(self.finder.offset(), |(_, section)| section.offset());
        self.has_begun().then(|| Error::new(ErrorKind::Incomplete, offset).about_head(self.is_head()))
    }

    fn is_head(&self) -> bool {
        self.is_head || self.line.starts_with(HEAD)
    }

    /// How much memory the decoder holds, in octets: never more than twice what the limits allow, and some kilobytes.
    #[must_use]
    pub fn memory(&self) -> usize {
        self.line.capacity() + self.section.as_ref().map_or(0, |(_, section)| section.memory())
    }
}

/// The line without its line end, or the part of it that has come.
fn without_end(line: &[u8]) -> &[u8] {
    let line = line.strip_suffix(b"\n").unwrap_or(line);
    line.strip_suffix(b"\r").unwrap_or(line)
}
