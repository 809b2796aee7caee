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
    // GAP 3 of 6: body (place 2 of 2)
    // Read the body and return the whole frame. A body of type text that is not UTF-8 is
    // FrameError::Malformed.
    todo!("gap 3: body")
}

/// Reads a header line and returns it without its LF; `None` at the end of the connection.
fn read_line(from: &mut impl BufRead) -> Result<Option<Vec<u8>>, FrameError> {
    // GAP 2 of 6: read_line (place 1 of 3)
    // Return the line up to its LF, without it; None where the connection ends before its first byte.
    // LINE_LIMIT bytes without an LF are FrameError::TooLarge, and no more are read than those.
    // A connection that ends within the line is an io::Error of ErrorKind::UnexpectedEof.
    todo!("gap 2: read_line")
}

/// Takes a header line (without its LF) apart: start SP type SP length [ SP key ].
fn parse(line: &[u8]) -> Result<Header, FrameError> {
    // GAP 2 of 6: read_line (place 2 of 3)
    // Take the line apart at single spaces: start, type, length, and perhaps a key, no more.
    // `token` checks the start, `parse_length` the length, `visible` the key; `kind.parse()` makes
    // the type. What the grammar does not have, other bytes than UTF-8 too, is FrameError::Malformed.
    todo!("gap 2: read_line")
}

/// Reads a length: decimal digits and nothing else. One that does not fit into 64 bits is `u64::MAX`.
fn parse_length(word: &str) -> Result<u64, FrameError> {
    // GAP 2 of 6: read_line (place 3 of 3)
    // Return the number that the word stands for, if it is written as the specification says:
    // everything else is FrameError::Malformed, however std reads it.
    // A number that does not fit into a u64 is not malformed: u64::MAX stands for it.
    todo!("gap 2: read_line")
}

/// Reads a body of `length` bytes. Refuses a long one before any memory is spent on it.
fn read_body(from: &mut impl BufRead, length: u64) -> Result<Vec<u8>, FrameError> {
    // GAP 3 of 6: body (place 1 of 2)
    // Return the next `length` bytes, all of them and not one more.
    // More than BODY_LIMIT is FrameError::TooLarge, before anything is read or reserved.
    // A connection that ends before the last byte is an io::Error of ErrorKind::UnexpectedEof.
    todo!("gap 3: body")
}

impl Frame {
    /// Writes the frame: its header line, then its body.
    pub fn write(&self, to: &mut impl Write) -> io::Result<()> {
        // GAP 1 of 6: write (place 1 of 3)
        // Write the frame as the grammar has it: the header line, with the key only where there is one,
        // and the body. The length is that of the body, in bytes. All of it is sent, however little
        // one write takes; an error is returned.
        todo!("gap 1: write")
    }
}

/// Letters and digits: a method or a code.
pub fn token(word: &str) -> Result<String, FrameError> {
    // GAP 1 of 6: write (place 2 of 3)
    // Return the word, if it is one or more ASCII letters and digits. Else FrameError::Malformed.
    // What a frame is written from is checked with this too, before it is written.
    todo!("gap 1: write")
}

/// Visible ASCII characters: a key.
pub fn visible(word: &str) -> Result<String, FrameError> {
    // GAP 1 of 6: write (place 3 of 3)
    // The same, for one or more visible ASCII characters: no space, no control character.
    todo!("gap 1: write")
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
