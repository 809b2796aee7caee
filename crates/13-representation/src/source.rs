//! Where the octets of a representation come from, and the content of a response, read piece by piece.

use std::borrow::Cow;
use std::collections::VecDeque;
use std::fs::File;
use std::io::{self, ErrorKind, Read, Seek, Write};
use std::ops::Range;

use flate2::Compression;
use flate2::write::GzEncoder;

/// Where octets come from.
#[derive(Debug)]
pub enum Source {
    /// From memory.
    Octets(Cow<'static, [u8]>),
    /// From an open file, of which so many octets are sent.
    File(File, u64),
}

impl Source {
    /// How many octets there are.
    #[must_use]
    pub fn length(&self) -> u64 {
        match self {
            Self::Octets(octets) => octets.len() as u64,
            Self::File(_, length) => *length,
        }
    }

    /// The same octets, compressed, in memory.
    ///
    /// # Errors
    ///
    /// When they cannot be read.
    pub fn gzipped(self) -> io::Result<Self> {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
        match self {
            Self::Octets(octets) => encoder.write_all(&octets)?,
            Self::File(mut file, length) => {
                file.rewind()?;
                if io::copy(&mut file.take(length), &mut encoder)? < length {
                    return Err(too_short());
                }
            }
        }
        Ok(Self::Octets(encoder.finish()?.into()))
    }
}

/// A piece of the content of a response.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Piece {
    /// These octets.
    Octets(io::Cursor<Vec<u8>>),
    /// The octets at these positions of the source.
    Part(Range<u64>),
}

impl Piece {
    /// A piece with these octets.
    #[must_use]
    pub fn octets(octets: impl Into<Vec<u8>>) -> Self {
        Self::Octets(io::Cursor::new(octets.into()))
    }

    /// How many octets are left of it.
    fn length(&self) -> u64 {
        match self {
            Self::Octets(octets) => octets.get_ref().len() as u64 - octets.position(),
            Self::Part(range) => range.end.saturating_sub(range.start),
        }
    }
}

/// The content of a response: parts of a source, and what stands between them.
///
/// Reading gives exactly as many octets as [`length`](Content::length) says, or an error: a file that has become shorter
/// is [`ErrorKind::UnexpectedEof`], and one that has grown is read as far as was announced. After an error the message
/// cannot be completed; close the connection, and the client knows.
#[derive(Debug)]
pub struct Content {
    source: Source,
    pieces: VecDeque<Piece>,
}

impl Content {
    /// No content.
    #[must_use]
    pub fn empty() -> Self {
        Self::new(Source::Octets(Cow::Borrowed(&[])), [])
    }

    /// All of a source.
    #[must_use]
    pub fn whole(source: Source) -> Self {
        let length = source.length();
        Self::new(source, [Piece::Part(0..length)])
    }

    /// Pieces of a source.
    #[must_use]
    pub fn new(source: Source, pieces: impl IntoIterator<Item = Piece>) -> Self {
        Self { source, pieces: pieces.into_iter().collect() }
    }

    /// How many octets are left.
    #[must_use]
    pub fn length(&self) -> u64 {
        self.pieces.iter().map(Piece::length).sum()
    }

    /// All that is left, when it is in memory in one piece: it need not be copied to be sent.
    #[must_use]
    pub fn octets(&self) -> Option<&[u8]> {
        let mut pieces = self.pieces.iter();
        match (pieces.next(), pieces.next(), &self.source) {
            (None, _, _) => Some(&[]),
            (Some(Piece::Part(part)), None, Source::Octets(octets)) => octets.get(positions(part)?),
            _ => None,
        }
    }

    /// All that is left, when it is one part of a file: the system can send it.
    #[must_use]
    pub fn part_of_file(&self) -> Option<(&File, Range<u64>)> {
        let mut pieces = self.pieces.iter();
        match (pieces.next(), pieces.next(), &self.source) {
            (Some(Piece::Part(part)), None, Source::File(file, _)) => Some((file, part.clone())),
            _ => None,
        }
    }
}

impl Read for Content {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if buffer.is_empty() {
            return Ok(0);
        }
        loop {
            let Some(piece) = self.pieces.front_mut() else { return Ok(0) };
            if piece.length() == 0 {
                self.pieces.pop_front();
                continue;
            }
            return match piece {
                Piece::Octets(octets) => octets.read(buffer),
                Piece::Part(part) => {
                    let most = usize::try_from(part.end - part.start).unwrap_or(usize::MAX).min(buffer.len());
                    let count = read_at(&self.source, part.start, &mut buffer[..most])?;
                    part.start += count as u64;
                    if count == 0 { Err(too_short()) } else { Ok(count) }
                }
            };
        }
    }
}

/// Reads octets from a position on.
fn read_at(source: &Source, position: u64, buffer: &mut [u8]) -> io::Result<usize> {
    match source {
        Source::Octets(octets) => {
            let range = positions(&(position..octets.len() as u64));
            range.and_then(|range| octets.get(range)).unwrap_or_default().read(buffer)
        }
        Source::File(file, _) => read_file_at(file, position, buffer),
    }
}

#[cfg(unix)]
fn read_file_at(file: &File, position: u64, buffer: &mut [u8]) -> io::Result<usize> {
    std::os::unix::fs::FileExt::read_at(file, buffer, position)
}

#[cfg(windows)]
fn read_file_at(file: &File, position: u64, buffer: &mut [u8]) -> io::Result<usize> {
    std::os::windows::fs::FileExt::seek_read(file, buffer, position)
}

fn positions(range: &Range<u64>) -> Option<Range<usize>> {
    Some(usize::try_from(range.start).ok()?..usize::try_from(range.end).ok()?)
}

fn too_short() -> io::Error {
    io::Error::new(ErrorKind::UnexpectedEof, "the file has become shorter while it was sent")
}
