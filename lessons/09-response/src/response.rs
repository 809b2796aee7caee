//! The head of a response: status line and fields (RFC 9112 section 4).

// Remove the next two lines when every gap of this file is filled.
#![allow(unused_imports, unused_variables, unused_mut, dead_code)]
#![allow(unreachable_code, clippy::all, clippy::pedantic)]

use std::borrow::Cow;

use request::{Fields, Status, Version};

use crate::error::{Error, ErrorKind};

/// The head of a response.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ResponseHead {
    /// What became of the request.
    pub status: Status,
    /// The server's version.
    pub version: Version,
    /// The header section.
    pub fields: Fields,
    reason: Cow<'static, [u8]>,
}

/// A status line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct StatusLine {
    version: Version,
    status: Status,
    reason: Cow<'static, [u8]>,
}

impl ResponseHead {
    /// A head without fields.
    #[must_use]
    pub fn new(status: Status) -> Self {
        Self { status, version: Version::HTTP_11, fields: Fields::new(), reason: status.reason().as_bytes().into() }
    }

    /// The phrase after the status code, for people: any octets that may stand in a line, or none.
    #[must_use]
    pub fn reason(&self) -> &[u8] {
        &self.reason
    }

    /// Writes the head, up to and with the empty line that ends it. The version is ours. Without a reason, the space
    /// after the status code stays (RFC 9112 section 4).
    pub fn encode(&self, out: &mut Vec<u8>) {
        out.extend_from_slice(b"HTTP/1.1 ");
        out.extend_from_slice(&self.status.digits());
        out.push(b' ');
        out.extend_from_slice(self.status.reason().as_bytes());
        out.extend_from_slice(b"\r\n");
        self.fields.encode(out);
    }
}

impl StatusLine {
    /// The head with this status line and these fields.
    pub(crate) fn with(self, fields: Fields) -> ResponseHead {
        let Self { version, status, reason } = self;
        ResponseHead { status, version, fields, reason }
    }
}

/// Reads a status line: version, space, status code, space, and a phrase for people, which may be empty.
///
/// The space after the status code may be missing when no phrase follows: many servers leave it out, and nothing can be
/// read in two ways.
pub(crate) fn parse_line(line: &[u8]) -> Result<StatusLine, Error> {
    // GAP 2 of 6: status_line
    // `Version::parse` reads the first 8 octets, `Status::parse` the 3 of the code; one space stands
    // between. Then comes nothing, or a space and any phrase (`reason`), which may be empty.
    // Errors: StatusLineInvalid at the end of a line that is too short for a version, or at octet 8
    // without the space; StatusInvalid at 9, or at 12 when something else follows three digits.
    todo!("gap 2: status_line")
}
