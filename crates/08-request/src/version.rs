//! The version of a message (RFC 9112 section 2.3).

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
        // ANCHOR: version
        match text {
            [b'H', b'T', b'T', b'P', b'/', major, b'.', minor] if major.is_ascii_digit() && minor.is_ascii_digit() => {
                if *major == b'1' {
                    Ok(Self { minor: minor - b'0' })
                } else {
                    Err(Error::new(ErrorKind::VersionUnsupported, 0))
                }
            }
            _ => Err(Error::new(ErrorKind::VersionInvalid, 0)),
        }
        // ANCHOR_END: version
    }
}

impl Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "HTTP/1.{}", self.minor)
    }
}
