//! What can be wrong with the framing of content: what, where, which section of the RFCs says so, and which status it
//! leads to.

use std::fmt::{self, Display};

use request::Status;

/// Why the content of a message was refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Error {
    kind: ErrorKind,
    offset: usize,
}

impl Error {
    /// An error at the octet number `offset`, counted from 0.
    #[must_use]
    pub fn new(kind: ErrorKind, offset: usize) -> Self {
        Self { kind, offset }
    }

    /// The same error, in a text that stands behind `octets` others.
    #[must_use]
    pub fn behind(self, octets: usize) -> Self {
        Self { offset: self.offset.saturating_add(octets), ..self }
    }

    /// What is wrong.
    #[must_use]
    pub fn kind(&self) -> ErrorKind {
        self.kind
    }

    /// Where. For a field, how many octets of the message stand before its value; for octets that follow the head, how
    /// many of these stand before the one that is wrong.
    #[must_use]
    pub fn offset(&self) -> usize {
        self.offset
    }

    /// What is wrong, as a sentence without a period.
    #[must_use]
    pub fn what(&self) -> &'static str {
        match self.kind {
            ErrorKind::Line(kind) => kind.what(),
            kind => kind.row().0,
        }
    }

    /// The section that says so: `RFC 9112 section 7.1`.
    #[must_use]
    pub fn section(&self) -> &'static str {
        match self.kind {
            ErrorKind::Line(kind) => kind.section(),
            kind => kind.row().1,
        }
    }

    /// The status of a server's answer to such a request.
    #[must_use]
    pub fn status(&self) -> Status {
        match self.kind {
            ErrorKind::Line(kind) => kind.status(),
            kind => kind.row().2,
        }
    }
}

/// Lines of chunked framing and trailer fields can be wrong in the ways of lines and fields of a head.
impl From<request::Error> for Error {
    fn from(error: request::Error) -> Self {
        Self::new(ErrorKind::Line(error.kind()), error.offset())
    }
}

impl Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} (octet {}, {})", self.what(), self.offset, self.section())
    }
}

impl std::error::Error for Error {}

/// What can be wrong with the framing of content.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ErrorKind {
    /// A Content-Length that is not a number in decimal digits.
    LengthInvalid,
    /// Another Content-Length, on a line of its own or behind a comma; or the comma alone.
    LengthRepeated,
    /// A Content-Length above 2^64-1.
    LengthTooLarge,
    /// Transfer-Encoding and Content-Length in one message.
    LengthBesideCoding,
    /// Transfer-Encoding in an HTTP/1.0 message.
    CodingInHttp10,
    /// A Transfer-Encoding that is not a list of names.
    CodingInvalid,
    /// A Transfer-Encoding with an empty member.
    CodingEmpty,
    /// A field whose name is `Content-Length` or `Transfer-Encoding` but for an underscore.
    Underscore,
    /// A transfer coding that is not known here, in front of chunked.
    CodingUnknown,
    /// A Transfer-Encoding of a request whose last coding is not chunked.
    ChunkedNotLast,
    /// Chunked twice.
    ChunkedRepeated,
    /// Parameters of chunked.
    ChunkedParameters,
    /// A chunk that does not begin with a hexadecimal digit.
    SizeInvalid,
    /// A chunk size above 2^64-1, or with more digits than the limit allows.
    SizeTooLarge,
    /// Something other than a chunk extension behind a chunk size.
    ExtensionInvalid,
    /// Chunk extensions above their limit.
    ExtensionsTooLong,
    /// A chunk whose data goes on where it should end.
    ChunkTooLong,
    /// Content above the limit.
    ContentTooLarge,
    /// The end of the connection before the end of the content.
    Incomplete,
    /// A line of chunked framing, or of the trailer section, that is wrong as lines and fields of a head can be.
    Line(request::ErrorKind),
}

impl ErrorKind {
    /// What is wrong, which section says so, which status it leads to.
    fn row(self) -> (&'static str, &'static str, Status) {
        const BAD: Status = Status::BAD_REQUEST;
        match self {
            Self::LengthInvalid => ("the Content-Length is not a number", "RFC 9112 section 6.3", BAD),
            Self::LengthRepeated => ("the Content-Length is not one number alone", "RFC 9112 section 6.3", BAD),
            Self::LengthTooLarge => {
                ("the Content-Length is a number beyond counting", "RFC 9110 section 8.6", Status::CONTENT_TOO_LARGE)
            }
            Self::LengthBesideCoding => {
                ("Content-Length and Transfer-Encoding stand in one message", "RFC 9112 section 6.1", BAD)
            }
            Self::CodingInHttp10 => ("HTTP/1.0 has no Transfer-Encoding", "RFC 9112 section 6.1", BAD),
            Self::CodingInvalid => ("the Transfer-Encoding is not a list of names", "RFC 9112 section 6.1", BAD),
            Self::CodingEmpty => ("the Transfer-Encoding has an empty member", "RFC 9112 section 11.2", BAD),
            Self::Underscore => {
                ("a field is named like one of the framing, with an underscore", "RFC 9112 section 11.2", BAD)
            }
            Self::CodingUnknown => {
                ("the content is in an unknown transfer coding", "RFC 9112 section 6.1", Status::NOT_IMPLEMENTED)
            }
            Self::ChunkedNotLast => ("the last transfer coding is not chunked", "RFC 9112 section 6.3", BAD),
            Self::ChunkedRepeated => ("chunked is applied twice", "RFC 9112 section 6.1", BAD),
            Self::ChunkedParameters => ("chunked has parameters", "RFC 9112 section 7.1", BAD),
            Self::SizeInvalid => ("a chunk does not begin with its size in hexadecimal", "RFC 9112 section 7.1", BAD),
            Self::SizeTooLarge => {
                ("a chunk size is a number beyond counting", "RFC 9112 section 7.1", Status::CONTENT_TOO_LARGE)
            }
            Self::ExtensionInvalid => {
                ("what stands behind a chunk size is no extension", "RFC 9112 section 7.1.1", BAD)
            }
            Self::ExtensionsTooLong => {
                ("the chunk extensions are longer than is read here", "RFC 9112 section 7.1.1", BAD)
            }
            Self::ChunkTooLong => ("a chunk does not end where its size says", "RFC 9112 section 7.1", BAD),
            Self::ContentTooLarge => {
                ("the content is larger than is read here", "RFC 9110 section 15.5.14", Status::CONTENT_TOO_LARGE)
            }
            Self::Incomplete => ("the message ends in its content", "RFC 9112 section 8", BAD),
            // Errors of lines have their row in the layer below.
            Self::Line(_) => ("a line is malformed", "RFC 9112 section 2.2", BAD),
        }
    }
}
