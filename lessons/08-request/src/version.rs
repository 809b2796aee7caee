//! The version of a message (RFC 9112 section 2.3).

// Remove the next two lines when every gap of this file is filled.
#![allow(unused_imports, unused_variables, unused_mut, dead_code)]
#![allow(unreachable_code, clippy::all, clippy::pedantic)]

use std::fmt::{self, Display};

use crate::error::{Error, ErrorKind};

/// A version of HTTP/1.
///
/// Minor versions above 1 are as HTTP/1.1 to us (RFC 9110 section 6.2); compare with `>=`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Version {
    minor: u8,
}

impl Version {
    /// HTTP/1.0
    pub const HTTP_10: Self = Self { minor: 0 };
    /// HTTP/1.1
    pub const HTTP_11: Self = Self { minor: 1 };

    /// Reads the last part of a request line or the first of a status line.
    ///
    /// # Errors
    ///
    /// At 0: [`ErrorKind::VersionInvalid`] when it is not `HTTP/`, a digit, a period and a digit, and nothing else;
    /// [`ErrorKind::VersionUnsupported`] when it is, and its major version is not 1.
    pub fn parse(text: &[u8]) -> Result<Self, Error> {
        // GAP 3 of 7: request_line (place 2 of 3)
        // `HTTP/`, a digit, a period, a digit, and nothing else: major version 1 is `Ok`,
        // another one is VersionUnsupported, everything else VersionInvalid (of `ErrorKind`), at offset 0.
        todo!("gap 3: request_line")
    }
}

impl Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "HTTP/1.{}", self.minor)
    }
}
