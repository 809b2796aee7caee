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

    /// The same error, in a text that stands after `octets` others.
    #[must_use]
    pub fn after(self, octets: usize) -> Self {
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
        self.kind.what()
    }

    /// The section about it, whether it demands the refusal or leaves the choice: `RFC 9112 section 7.1`.
    #[must_use]
    pub fn section(&self) -> &'static str {
        self.kind.section()
    }

    /// The status of the response to such a request.
    #[must_use]
    pub fn status(&self) -> Status {
        self.kind.status()
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

/// Defines [`ErrorKind`] and what is said of each kind from one table.
macro_rules! errors {
    ($($kind:ident $status:ident $section:literal $what:literal)*) => {
        /// What can be wrong with the framing of content.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum ErrorKind {
            $(
                #[doc = concat!("Where ", $what, " (", $section, ").")]
                $kind,
            )*
            /// What can be wrong with lines and fields of a head, in a line of chunked framing or of the trailer section.
            Line(request::ErrorKind),
        }

        impl ErrorKind {
            /// What is wrong, as a sentence without a period.
            #[must_use]
            pub fn what(self) -> &'static str {
                match self {
                    $(Self::$kind => $what,)*
                    Self::Line(kind) => kind.what(),
                }
            }

            /// The section about it, whether it demands the refusal or leaves the choice: `RFC 9112 section 7.1`.
            #[must_use]
            pub fn section(self) -> &'static str {
                match self {
                    $(Self::$kind => $section,)*
                    Self::Line(kind) => kind.section(),
                }
            }

            /// The status of the response to a request with this fault.
            #[must_use]
            pub fn status(self) -> Status {
                match self {
                    $(Self::$kind => Status::$status,)*
                    Self::Line(kind) => kind.status(),
                }
            }
        }
    };
}

errors! {
    LengthInvalid BAD_REQUEST "RFC 9112 section 6.3" "the Content-Length is not a number"
    LengthRepeated BAD_REQUEST "RFC 9112 section 6.3" "the Content-Length is not one number alone"
    LengthTooLarge CONTENT_TOO_LARGE "RFC 9110 section 8.6" "the Content-Length is a number beyond counting"
    LengthBesideCoding BAD_REQUEST "RFC 9112 section 6.1" "Content-Length and Transfer-Encoding stand in one message"
    CodingInHttp10 BAD_REQUEST "RFC 9112 section 6.1" "HTTP/1.0 has no Transfer-Encoding"
    CodingInvalid BAD_REQUEST "RFC 9112 section 6.1" "the Transfer-Encoding is not a list of names"
    CodingEmpty BAD_REQUEST "RFC 9112 section 11.2" "the Transfer-Encoding has an empty member"
    Underscore BAD_REQUEST "RFC 9112 section 11.2" "a field is named like one of the framing, with an underscore"
    CodingUnknown NOT_IMPLEMENTED "RFC 9112 section 6.1" "the content is in an unknown transfer coding"
    ChunkedNotLast BAD_REQUEST "RFC 9112 section 6.3" "the last transfer coding is not chunked"
    ChunkedRepeated BAD_REQUEST "RFC 9112 section 6.1" "chunked is applied twice"
    ChunkedParameters BAD_REQUEST "RFC 9112 section 7.1" "chunked has parameters"
    SizeInvalid BAD_REQUEST "RFC 9112 section 7.1" "a chunk does not begin with its size in hexadecimal"
    SizeTooLarge CONTENT_TOO_LARGE "RFC 9112 section 7.1" "a chunk size is a number beyond counting"
    ExtensionInvalid BAD_REQUEST "RFC 9112 section 7.1.1" "what stands after a chunk size is no extension"
    ExtensionsTooLong BAD_REQUEST "RFC 9112 section 7.1.1" "the chunk extensions are longer than is read here"
    ChunkTooLong BAD_REQUEST "RFC 9112 section 7.1" "a chunk does not end where its size says"
    ContentTooLarge CONTENT_TOO_LARGE "RFC 9110 section 15.5.14" "the content is larger than is read here"
    Incomplete BAD_REQUEST "RFC 9112 section 8" "the message ends in its content"
}
