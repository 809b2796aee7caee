//! What can be wrong with the head of a response: what, where, and which section of the RFCs says so.

use std::fmt::{self, Display};

/// Why a response was refused. A client tells its user; nobody gets a status for it.
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

    /// What is wrong.
    #[must_use]
    pub fn kind(&self) -> ErrorKind {
        self.kind
    }

    /// Where: how many octets of the response stand before the one that is wrong. In a response that lacks something,
    /// where it was missed.
    #[must_use]
    pub fn offset(&self) -> usize {
        self.offset
    }

    /// What is wrong, as a sentence without a period.
    #[must_use]
    pub fn what(&self) -> &'static str {
        self.kind.what()
    }

    /// The section about it, whether it demands the refusal or leaves the choice: `RFC 9112 section 4`.
    #[must_use]
    pub fn section(&self) -> &'static str {
        self.kind.section()
    }
}

/// The lines and fields of a response can be wrong in the ways of those of a request.
impl From<request::Error> for Error {
    fn from(error: request::Error) -> Self {
        Self::new(error.kind().into(), error.offset())
    }
}

impl From<request::ErrorKind> for ErrorKind {
    fn from(kind: request::ErrorKind) -> Self {
        Self::Head(kind)
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
    ($($kind:ident $section:literal $what:literal)*) => {
        /// What can be wrong with the head of a response.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum ErrorKind {
            $(
                #[doc = concat!("Where ", $what, " (", $section, ").")]
                $kind,
            )*
            /// What can be wrong with the lines and fields of any head.
            Head(request::ErrorKind),
        }

        impl ErrorKind {
            /// What is wrong, as a sentence without a period.
            #[must_use]
            pub fn what(self) -> &'static str {
                match self {
                    $(Self::$kind => $what,)*
                    Self::Head(kind) => kind.what(),
                }
            }

            /// The section about it, whether it demands the refusal or leaves the choice: `RFC 9112 section 4`.
            #[must_use]
            pub fn section(self) -> &'static str {
                match self {
                    $(Self::$kind => $section,)*
                    Self::Head(kind) => kind.section(),
                }
            }
        }
    };
}

errors! {
    EmptyLineFirst "RFC 9112 section 4" "the response begins with an empty line"
    StatusLineInvalid "RFC 9112 section 4" "the status line is not a version and a status code"
    StatusInvalid "RFC 9112 section 4" "the status code is not three digits"
}
