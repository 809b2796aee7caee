//! Reads content from a connection and hands it on piece by piece.

use std::fmt::{self, Display};
use std::io::{self, BufRead, ErrorKind};

use body::{BodyDecoder, Error, Part};
use request::Fields;

/// Why content could not be read.
#[derive(Debug)]
pub enum Failure {
    /// The connection broke, or was silent for too long.
    Connection(io::Error),
    /// Its framing is malformed, or it is incomplete or too large.
    Framing(Error),
}

/// Reads up to the end of the content, and no octet of what follows. Hands each piece to `each` as it comes, and returns
/// the trailer fields.
pub fn read(
    input: &mut impl BufRead,
    mut decoder: BodyDecoder,
    mut each: impl FnMut(&[u8]) -> io::Result<()>,
) -> Result<Fields, Failure> {
    // Content without an octet ends before one is read.
    if let Some(trailers) = decode(&mut decoder, &mut &[][..], &mut each)? {
        return Ok(trailers);
    }
    loop {
        let available = fill(input)?;
        if available.is_empty() {
            decoder.end_of_connection()?;
            return Ok(Fields::new());
        }
        let mut rest = available;
        let end = decode(&mut decoder, &mut rest, &mut each)?;
        let taken = available.len() - rest.len();
        input.consume(taken);
        if let Some(trailers) = end {
            return Ok(trailers);
        }
    }
}

/// Hands on the content that stands in `input`; at its end, returns the trailer fields.
fn decode(
    decoder: &mut BodyDecoder,
    input: &mut &[u8],
    each: &mut impl FnMut(&[u8]) -> io::Result<()>,
) -> Result<Option<Fields>, Failure> {
    while let Some(part) = decoder.decode(input)? {
        match part {
            Part::Content(piece) => each(piece)?,
            Part::End(trailers) => return Ok(Some(trailers)),
        }
    }
    Ok(None)
}

/// What has come and is not taken yet; if that is nothing, what comes next. Empty at the end of the connection.
fn fill(input: &mut impl BufRead) -> io::Result<&[u8]> {
    loop {
        match input.fill_buf() {
            Ok(_) => return input.fill_buf(),
            // On Linux, the program was stopped and goes on (Ctrl-Z, fg).
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            // What Unix systems say when a read timeout has passed.
            Err(error) if error.kind() == ErrorKind::WouldBlock => return Err(ErrorKind::TimedOut.into()),
            Err(error) => return Err(error),
        }
    }
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        Self::Connection(error)
    }
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Self::Framing(error)
    }
}

impl Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Connection(error) => error.fmt(f),
            Self::Framing(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for Failure {}
