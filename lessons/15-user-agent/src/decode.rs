//! Compressed content, made readable as it comes.

// Remove the next two lines when every gap of this file is filled.
#![allow(unused_imports, unused_variables, unused_mut, dead_code)]
#![allow(unreachable_code, clippy::all, clippy::pedantic)]

use std::io::{self, Write};

use representation::Gunzip;
use request::Fields;
use response::members;

use crate::failure::Failure;

/// Where content goes: as it comes, or decompressed. Neither keeps more than some kilobytes of it.
pub enum Decoded<W: Write> {
    AsIs(W),
    Gzip(Box<Gunzip<W>>),
}

/// What `Content-Encoding` says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Coding {
    Identity,
    Gzip,
    /// Something that is not read here.
    Other(Vec<u8>),
}

impl Coding {
    /// Names match in any letter case, and `x-gzip` is an old one of gzip (RFC 9110 section 8.4.1).
    pub fn of(fields: &Fields) -> Self {
        let Some(value) = fields.combined("Content-Encoding") else { return Self::Identity };
        // GAP 9 of 9: coding (place 1 of 2)
        // Say which coding the `value` of Content-Encoding means: a list, applied in its order. `identity` means
        // nothing and does not count. None left is `Coding::Identity`, only `gzip` or its old name `x-gzip` is
        // `Coding::Gzip`, and everything else `Coding::Other` with the value. Any letter case.
        todo!("gap 9: coding")
    }
}

impl<W: Write> Decoded<W> {
    pub fn new(target: W, is_gzip: bool) -> Self {
        if is_gzip { Self::Gzip(Box::new(Gunzip::new(target))) } else { Self::AsIs(target) }
    }

    pub fn write(&mut self, piece: &[u8]) -> io::Result<()> {
        match self {
            Self::AsIs(target) => target.write_all(piece).and_then(|()| target.flush()),
            Self::Gzip(decoder) => decoder.write_all(piece).and_then(|()| decoder.flush()).map_err(not_gzip),
        }
    }

    /// The content has ended; compressed content must have ended too.
    pub fn finish(self) -> io::Result<W> {
        match self {
            Self::AsIs(target) => Ok(target),
            Self::Gzip(decoder) => decoder.finish().map_err(not_gzip),
        }
    }
}

/// An error of the decoder's own, or one of what it writes to.
fn not_gzip(error: io::Error) -> io::Error {
    match error.downcast::<Failure>() {
        Ok(failure) => failure.into(),
        Err(error) => Failure::response(format!("the content is not as gzip makes it, or not whole: {error}")).into(),
    }
}
