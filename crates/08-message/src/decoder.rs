//! Reads message heads from octets that arrive in any pieces.

use crate::error::{Error, ErrorKind};
use crate::fields::Fields;
use crate::limits::Limits;
use crate::line::{Found, LineFinder};
use crate::request::RequestHead;
use crate::response::ResponseHead;
use crate::section::{Folding, SectionDecoder};

/// What a [`Decoder`] must know about the heads it reads; requests and responses differ in their first line only.
pub trait Head: Sized {
    /// The first line.
    type Start;

    /// What to do with folded field lines.
    const FOLDING: Folding;

    /// What is wrong when more empty lines stand in front of the first line than may.
    const TOO_MANY_EMPTY_LINES: ErrorKind;

    /// How long the first line may be.
    fn start_limit(limits: &Limits) -> usize;

    /// How many empty lines may stand in front of it.
    fn empty_lines(limits: &Limits) -> usize;

    /// Reads the first line; offsets of errors count from its beginning.
    ///
    /// # Errors
    ///
    /// When it is malformed.
    fn parse_start(line: &[u8], limits: &Limits) -> Result<Self::Start, Error>;

    /// Which part of a first line that begins like this is above its own limit, whatever comes behind.
    fn part_too_long(beginning: &[u8], limits: &Limits) -> Option<Error>;

    /// What is wrong with a first line that begins like this and is above its limit by one octet.
    fn start_too_long(beginning: &[u8], limits: &Limits) -> Error;

    /// Puts the head together; it ends with the octet number `end`.
    ///
    /// # Errors
    ///
    /// When fields and first line do not fit.
    fn complete(start: Self::Start, fields: Fields, end: usize) -> Result<Self, Error>;
}

/// How a request begins whose answer has no content, also when the request is refused.
const HEAD: &[u8] = b"HEAD ";

/// Reads the heads of requests, as a server does.
pub type RequestDecoder = Decoder<RequestHead>;

/// Reads the heads of responses, as a client does.
pub type ResponseDecoder = Decoder<ResponseHead>;

/// Reads one head after another from octets that arrive in any pieces; it does no input or output itself.
///
/// Each octet is looked at once and copied once. However the octets are cut into pieces, the heads and errors are the
/// same. What is above a limit, and an octet that no line may hold, is refused as soon as it comes; what else is wrong
/// with a line, when the line has ended.
///
/// ```
/// use message::{Limits, Method, RequestDecoder};
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
/// # Ok::<(), message::Error>(())
/// ```
#[derive(Debug, Clone)]
pub struct Decoder<H: Head> {
    limits: Limits,
    finder: LineFinder,
    /// What has come of the first line.
    line: Vec<u8>,
    empty_lines: usize,
    /// Whether the first line, which has come, has the method HEAD.
    is_head: bool,
    /// The first line, when it has come, and the decoder of what follows.
    section: Option<(H::Start, SectionDecoder)>,
    failed: Option<Error>,
}

impl<H: Head> Decoder<H> {
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
    /// returns the same error.
    pub fn decode(&mut self, input: &mut &[u8]) -> Result<Option<H>, Error> {
        if let Some(error) = self.failed {
            return Err(error);
        }
        let decoded = self.decode_head(input).map_err(|error| error.about_head(self.is_head()));
        decoded.inspect_err(|error| self.failed = Some(*error))
    }

    fn decode_head(&mut self, input: &mut &[u8]) -> Result<Option<H>, Error> {
        if self.section.is_none() && !self.decode_start(input)? {
            return Ok(None);
        }
        let Some((_, section)) = &mut self.section else { return Ok(None) };
        let Some(fields) = section.decode(input)? else { return Ok(None) };
        let end = section.offset();
        let Some((start, _)) = self.section.take() else { return Ok(None) };
        self.finder = LineFinder::default();
        self.empty_lines = 0;
        let head = H::complete(start, fields, end)?;
        self.is_head = false;
        Ok(Some(head))
    }

    /// Takes the first line, and empty lines in front of it; returns whether it is complete.
    fn decode_start(&mut self, input: &mut &[u8]) -> Result<bool, Error> {
        loop {
            let looked_at = self.finder.offset();
            let begin = looked_at - self.line.len();
            let found = self.finder.find(input, H::start_limit(&self.limits));
            let taken = match &found {
                Ok(Found::Part) => input.len(),
                Ok(Found::End(count)) => *count,
                Ok(Found::TooLong(room)) => room + 1,
                // What stands in front of the fault may be too long.
                Err(error) => error.offset().saturating_sub(looked_at),
            };
            let (piece, rest) = input.split_at(taken.min(input.len()));
            self.line.extend_from_slice(piece);
            if let Some(error) = H::part_too_long(without_end(&self.line), &self.limits) {
                return Err(error.behind(begin));
            }
            if found.is_err() {
                // It may say HEAD.
                self.line.extend_from_slice(&rest[..rest.len().min(HEAD.len())]);
            }
            let found = found?;
            *input = rest;
            match found {
                Found::Part => return Ok(false),
                Found::TooLong(_) => return Err(H::start_too_long(&self.line, &self.limits).behind(begin)),
                Found::End(_) => {}
            }
            let line = &self.line[..self.line.len() - 2];
            if !line.is_empty() {
                let start = H::parse_start(line, &self.limits).map_err(|error| error.behind(begin))?;
                self.is_head = line.starts_with(HEAD);
                let section = SectionDecoder::new(self.limits, H::FOLDING, self.finder.offset());
                self.section = Some((start, section));
                self.line.clear();
                return Ok(true);
            }
            self.line.clear();
            self.empty_lines += 1;
            if self.empty_lines > H::empty_lines(&self.limits) {
                return Err(Error::new(H::TOO_MANY_EMPTY_LINES, begin));
            }
        }
    }

    /// Whether a head has begun to arrive; empty lines in front do not count.
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
