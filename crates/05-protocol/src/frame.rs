//! Frames, the messages of the protocol: how both programs read and write them.

use std::fmt::{self, Display};
use std::io::{self, BufRead, ErrorKind, Read, Write};
use std::str::{self, FromStr};

/// The longest header line, its LF included.
const LINE_LIMIT: u64 = 100;
/// The longest body.
const BODY_LIMIT: u64 = 65_536;

// ANCHOR: frame
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
// ANCHOR_END: frame

/// What a header line says.
struct Header {
    start: String,
    kind: Type,
    length: u64,
    key: Option<String>,
}

// ANCHOR: read
/// Reads one frame, and not a byte more; `None` when the connection ends where a frame could begin.
pub fn read(from: &mut impl BufRead) -> Result<Option<Frame>, FrameError> {
    let Some(line) = read_line(from)? else { return Ok(None) };
    let Header { start, kind, length, key } = parse(&line)?;
    // ANCHOR: whole
    let body = read_body(from, length)?;
    if kind == Type::Text && str::from_utf8(&body).is_err() {
        return Err(FrameError::Malformed);
    }
    Ok(Some(Frame { start, kind, key, body }))
    // ANCHOR_END: whole
}
// ANCHOR_END: read

/// Reads a header line and returns it without its LF; `None` at the end of the connection.
fn read_line(from: &mut impl BufRead) -> Result<Option<Vec<u8>>, FrameError> {
    // ANCHOR: read_line
    let mut line = Vec::new();
    let count = from.by_ref().take(LINE_LIMIT).read_until(b'\n', &mut line)?;
    match line.pop() {
        None => Ok(None),
        Some(b'\n') => Ok(Some(line)),
        Some(_) if count as u64 == LINE_LIMIT => Err(FrameError::TooLarge),
        Some(_) => Err(FrameError::Io(ErrorKind::UnexpectedEof.into())),
    }
    // ANCHOR_END: read_line
}

/// Takes a header line (without its LF) apart: start SP type SP length [ SP key ].
fn parse(line: &[u8]) -> Result<Header, FrameError> {
    // ANCHOR: parse
    let line = str::from_utf8(line).map_err(|_| FrameError::Malformed)?;
    let words: Vec<&str> = line.split(' ').collect();
    let (start, kind, length, key) = match words[..] {
        [start, kind, length] => (start, kind, length, None),
        [start, kind, length, key] => (start, kind, length, Some(visible(key)?)),
        _ => return Err(FrameError::Malformed),
    };
    Ok(Header { start: token(start)?, kind: kind.parse()?, length: parse_length(length)?, key })
    // ANCHOR_END: parse
}

/// Reads a length: decimal digits and nothing else. One that does not fit into 64 bits is `u64::MAX`.
fn parse_length(word: &str) -> Result<u64, FrameError> {
    // ANCHOR: length
    let digits = !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_digit());
    let leading_zero = word.starts_with('0') && word != "0";
    if !digits || leading_zero {
        return Err(FrameError::Malformed);
    }
    Ok(word.parse().unwrap_or(u64::MAX))
    // ANCHOR_END: length
}

/// Reads a body of `length` bytes. Refuses a long one before any memory is spent on it.
fn read_body(from: &mut impl BufRead, length: u64) -> Result<Vec<u8>, FrameError> {
    // ANCHOR: body
    if length > BODY_LIMIT {
        return Err(FrameError::TooLarge);
    }
    let mut body = Vec::new();
    let count = from.take(length).read_to_end(&mut body)?;
    if (count as u64) < length {
        return Err(FrameError::Io(ErrorKind::UnexpectedEof.into()));
    }
    Ok(body)
    // ANCHOR_END: body
}

impl Frame {
    /// Writes the frame: its header line, then its body.
    pub fn write(&self, to: &mut impl Write) -> io::Result<()> {
        // ANCHOR: write
        let key = self.key.as_ref().map(|key| format!(" {key}")).unwrap_or_default();
        let mut bytes = format!("{} {} {}{key}\n", self.start, self.kind, self.body.len()).into_bytes();
        bytes.extend_from_slice(&self.body);
        to.write_all(&bytes)
        // ANCHOR_END: write
    }
}

// ANCHOR: words
/// Letters and digits: a method or a code.
pub fn token(word: &str) -> Result<String, FrameError> {
    // ANCHOR: token
    let good = !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_alphanumeric());
    if good { Ok(word.to_owned()) } else { Err(FrameError::Malformed) }
    // ANCHOR_END: token
}

/// Visible ASCII characters: a key.
pub fn visible(word: &str) -> Result<String, FrameError> {
    // ANCHOR: visible
    let good = !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_graphic());
    if good { Ok(word.to_owned()) } else { Err(FrameError::Malformed) }
    // ANCHOR_END: visible
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
// ANCHOR_END: words

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
