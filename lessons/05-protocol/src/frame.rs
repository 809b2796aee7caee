//! Frames, the messages of the protocol: how both programs read and write them.

// Remove the next two lines when every gap of this file is filled.
#![allow(unused_imports, unused_variables, unused_mut, dead_code)]
#![allow(unreachable_code, clippy::all, clippy::pedantic)]

use std::fmt::{self, Display};
use std::io::{self, BufRead, ErrorKind, Read, Write};
use std::str::{self, FromStr};

/// The longest header line, its LF included.
const LINE_LIMIT: u64 = 100;
/// The longest body.
const BODY_LIMIT: u64 = 65_536;

/// One message: a request or a reply.
#[derive(Debug, Clone)]
pub struct Frame {
    /// The first word of the header line: the method of a request, the code of a reply.
    pub start: String,
    pub kind: Type,
    pub key: Option<String>,
    pub body: Vec<u8>,
}

/// What the bytes of a body are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Type {
    Text,
    Bytes,
}

/// Why a frame could not be read.
#[derive(Debug)]
pub enum FrameError {
    Malformed,
    TooLarge,
    Io(io::Error),
}

/// What a header line says.
struct Header {
    start: String,
    kind: Type,
    length: u64,
    key: Option<String>,
}

/// Reads one frame, and not a byte more; `None` when the connection ends where a frame could begin.
pub fn read(from: &mut impl BufRead) -> Result<Option<Frame>, FrameError> {
    let Some(line) = read_line(from)? else { return Ok(None) };
    let Header { start, kind, length, key } = parse(&line)?;
    let body = read_body(from, length)?;
    if kind == Type::Text && str::from_utf8(&body).is_err() {
        return Err(FrameError::Malformed);
    }
    Ok(Some(Frame { start, kind, key, body }))
}

/// Reads a header line and returns it without its LF; `None` at the end of the connection.
fn read_line(from: &mut impl BufRead) -> Result<Option<Vec<u8>>, FrameError> {
    let mut line = Vec::new();
    let count = from.by_ref().take(LINE_LIMIT).read_until(b'\n', &mut line)?;
    match line.pop() {
        None => Ok(None),
        Some(b'\n') => Ok(Some(line)),
        Some(_) if count as u64 == LINE_LIMIT => Err(FrameError::TooLarge),
        Some(_) => Err(FrameError::Io(ErrorKind::UnexpectedEof.into())),
    }
}

/// Takes a header line (without its LF) apart: start SP type SP length [ SP key ].
fn parse(line: &[u8]) -> Result<Header, FrameError> {
    // GAP 1 of 6: parse
    // Take the line apart at single spaces: three words, or four with a key.
    // Check each: `token` the start, `kind.parse()` the type, `parse_length`, `visible` the key.
    // Any other number of words, or bytes that are not UTF-8, are FrameError::Malformed.
    todo!("gap 1: parse")
}

/// Reads a length: decimal digits and nothing else. One that does not fit into 64 bits is `u64::MAX`.
fn parse_length(word: &str) -> Result<u64, FrameError> {
    // GAP 2 of 6: length
    // Return the number that `word` stands for, if it is written as the specification says:
    // "0", or decimal digits without a leading zero. Everything else is FrameError::Malformed.
    // A number that does not fit into a u64 is not malformed: return u64::MAX for it.
    todo!("gap 2: length")
}

/// Reads a body of `length` bytes. Refuses a long one before any memory is spent on it.
fn read_body(from: &mut impl BufRead, length: u64) -> Result<Vec<u8>, FrameError> {
    // GAP 3 of 6: body
    // Return the next `length` bytes, all of them and not one more.
    // More than BODY_LIMIT is FrameError::TooLarge, before anything is read or reserved.
    // A connection that ends before the last byte is an io::Error of ErrorKind::UnexpectedEof.
    todo!("gap 3: body")
}

impl Frame {
    /// Writes the frame: its header line, then its body.
    pub fn write(&self, to: &mut impl Write) -> io::Result<()> {
        // GAP 4 of 6: write
        // Write the header line, with the key only if there is one, then the body.
        // The length is that of the body in bytes. All of it must be sent, however little one write takes.
        todo!("gap 4: write")
    }
}

/// Letters and digits: a method or a code.
pub fn token(word: &str) -> Result<String, FrameError> {
    let good = !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_alphanumeric());
    if good { Ok(word.to_owned()) } else { Err(FrameError::Malformed) }
}

/// Visible ASCII characters: a key.
pub fn visible(word: &str) -> Result<String, FrameError> {
    let good = !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_graphic());
    if good { Ok(word.to_owned()) } else { Err(FrameError::Malformed) }
}

impl FromStr for Type {
    type Err = FrameError;

    fn from_str(word: &str) -> Result<Self, FrameError> {
        match word {
            "text" => Ok(Self::Text),
            "bytes" => Ok(Self::Bytes),
            _ => Err(FrameError::Malformed),
        }
    }
}

impl Display for Type {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Text => "text",
            Self::Bytes => "bytes",
        })
    }
}

/// Shows a frame on the terminal, without its key.
impl Display for Frame {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}: {}", self.start, self.kind, cli::text(&self.body))
    }
}

impl Display for FrameError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Malformed => f.write_str("malformed"),
            Self::TooLarge => f.write_str("too large"),
            Self::Io(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for FrameError {}

impl From<io::Error> for FrameError {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}
