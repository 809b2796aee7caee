//! What can be wrong with a message head: what, where, which section of the RFCs says so, and which status it leads to.

use std::fmt::{self, Display};

use crate::status::Status;

/// Why a message was refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Error {
    kind: ErrorKind,
    offset: usize,
    /// Whether it is about a HEAD request.
    head: bool,
}

impl Error {
    /// An error at the octet number `offset`, counted from 0.
    #[must_use]
    pub fn new(kind: ErrorKind, offset: usize) -> Self {
        Self { kind, offset, head: false }
    }

    /// The same error, in a text that stands behind `octets` others.
    #[must_use]
    pub fn behind(self, octets: usize) -> Self {
        Self { offset: self.offset + octets, ..self }
    }

    /// The same error, about a request with the method HEAD or not.
    #[must_use]
    pub fn about_head(self, head: bool) -> Self {
        Self { head, ..self }
    }

    /// Whether the request was HEAD, as far as it has come: then the answer has no content, as always (RFC 9110
    /// section 9.3.2).
    #[must_use]
    pub fn is_about_head(&self) -> bool {
        self.head
    }

    /// What is wrong.
    #[must_use]
    pub fn kind(&self) -> ErrorKind {
        self.kind
    }

    /// Where: how many octets of the message stand before the one that is wrong. In a message that lacks something, where
    /// it was missed.
    #[must_use]
    pub fn offset(&self) -> usize {
        self.offset
    }

    /// What is wrong, as a sentence without a period.
    #[must_use]
    pub fn what(&self) -> &'static str {
        self.kind.row().0
    }

    /// The section that says so: `RFC 9112 section 5.1`.
    #[must_use]
    pub fn section(&self) -> &'static str {
        self.kind.row().1
    }

    /// The status of a server's answer to such a request.
    #[must_use]
    pub fn status(&self) -> Status {
        self.kind.row().2
    }
}

impl Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} (octet {}, {})", self.what(), self.offset, self.section())
    }
}

impl std::error::Error for Error {}

/// What can be wrong with a message head.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ErrorKind {
    /// A CR without LF behind it.
    BareCr,
    /// An LF without CR in front of it.
    BareLf,
    /// A control octet other than HTAB, CR and LF.
    ControlOctet,
    /// More empty lines in front of a request line than the limit allows.
    TooManyEmptyLines,
    /// An empty line in front of a status line.
    EmptyLineFirst,
    /// A request line that does not begin with a token.
    MethodInvalid,
    /// A method above the limit.
    MethodTooLong,
    /// A request line without target or version.
    PartMissing,
    /// A request line with more than one space between its parts, or with more parts.
    ExtraSpace,
    /// A version that is not `HTTP/`, a digit, a period and a digit.
    VersionInvalid,
    /// A major version other than 1.
    VersionUnsupported,
    /// An octet or an escape in a target that cannot stand there.
    TargetInvalid,
    /// A target above the limit.
    TargetTooLong,
    /// A form of target that does not belong to the method.
    TargetForm,
    /// A URI without a host.
    HostEmpty,
    /// A URI with user information in front of its host.
    UserInformation,
    /// A host or port that is none.
    AuthorityInvalid,
    /// SP or HTAB in front of the first field line.
    SpaceBeforeFields,
    /// A field line that goes on in a second line.
    Folded,
    /// A field line without a colon.
    ColonMissing,
    /// A field line that begins with its colon.
    FieldNameEmpty,
    /// A field name that is no token.
    FieldNameInvalid,
    /// SP or HTAB between a field name and its colon.
    SpaceBeforeColon,
    /// A status line or field line above the limit.
    LineTooLong,
    /// More field lines than the limit allows.
    TooManyFields,
    /// A field section above the limit.
    SectionTooLong,
    /// An HTTP/1.1 request without a Host field.
    HostMissing,
    /// A request with several Host field lines.
    HostRepeated,
    /// A Host field that is not a host with an optional port.
    HostInvalid,
    /// A status line that is not a version, a space and a status code.
    StatusLineInvalid,
    /// A status code that is not three digits.
    StatusInvalid,
    /// The end of the connection before the end of the head.
    Incomplete,
}

impl ErrorKind {
    /// What is wrong, which section says so, which status it leads to.
    fn row(self) -> (&'static str, &'static str, Status) {
        const BAD: Status = Status::BAD_REQUEST;
        const LARGE: Status = Status::REQUEST_HEADER_FIELDS_TOO_LARGE;
        match self {
            Self::BareCr => ("a CR stands without LF behind it", "RFC 9112 section 2.2", BAD),
            Self::BareLf => ("an LF stands without CR in front of it", "RFC 9112 section 2.2", BAD),
            Self::ControlOctet => ("a control octet stands where only text may stand", "RFC 9110 section 5.5", BAD),
            Self::TooManyEmptyLines => ("too many empty lines come before the request", "RFC 9112 section 2.2", BAD),
            Self::EmptyLineFirst => ("the response begins with an empty line", "RFC 9112 section 4", BAD),
            Self::MethodInvalid => ("the request line does not begin with a method", "RFC 9112 section 3.1", BAD),
            Self::MethodTooLong => {
                ("the method is longer than any that is known", "RFC 9112 section 3", Status::NOT_IMPLEMENTED)
            }
            Self::PartMissing => {
                ("the request line lacks one of method, target and version", "RFC 9112 section 3", BAD)
            }
            Self::ExtraSpace => ("the request line has more than its two spaces", "RFC 9112 section 3", BAD),
            Self::VersionInvalid => ("the version is not like HTTP/1.1", "RFC 9112 section 2.3", BAD),
            Self::VersionUnsupported => (
                "the message is of a major version other than 1",
                "RFC 9110 section 15.6.6",
                Status::HTTP_VERSION_NOT_SUPPORTED,
            ),
            Self::TargetInvalid => ("the target holds what no URI holds", "RFC 9112 section 3.2", BAD),
            Self::TargetTooLong => {
                ("the target is longer than this server reads", "RFC 9112 section 3", Status::URI_TOO_LONG)
            }
            Self::TargetForm => ("the target has a form that does not fit the method", "RFC 9112 section 3.2", BAD),
            Self::HostEmpty => ("the URI has no host", "RFC 9110 section 4.2.1", BAD),
            Self::UserInformation => {
                ("the URI has user information in front of its host", "RFC 9110 section 4.2.4", BAD)
            }
            Self::AuthorityInvalid => ("the URI's host and port are not valid", "RFC 9110 section 4.2.1", BAD),
            Self::SpaceBeforeFields => {
                ("white space stands in front of the first field line", "RFC 9112 section 2.2", BAD)
            }
            Self::Folded => ("a field line is folded over several lines", "RFC 9112 section 5.2", BAD),
            Self::ColonMissing => ("a field line has no colon", "RFC 9112 section 5", BAD),
            Self::FieldNameEmpty => ("a field line has no name in front of its colon", "RFC 9112 section 5", BAD),
            Self::FieldNameInvalid => ("a field name holds what no token holds", "RFC 9110 section 5.1", BAD),
            Self::SpaceBeforeColon => {
                ("white space stands between a field name and its colon", "RFC 9112 section 5.1", BAD)
            }
            Self::LineTooLong => ("a line is longer than is read here", "RFC 9110 section 5.4", LARGE),
            Self::TooManyFields => ("there are more field lines than are read here", "RFC 9110 section 5.4", LARGE),
            Self::SectionTooLong => {
                ("the field lines together are longer than is read here", "RFC 9110 section 5.4", LARGE)
            }
            Self::HostMissing => ("the Host field is missing", "RFC 9112 section 3.2", BAD),
            Self::HostRepeated => ("there is a second Host field", "RFC 9112 section 3.2", BAD),
            Self::HostInvalid => ("the Host field is not a host with an optional port", "RFC 9112 section 3.2", BAD),
            Self::StatusLineInvalid => {
                ("the status line is not a version and a status code", "RFC 9112 section 4", BAD)
            }
            Self::StatusInvalid => ("the status code is not three digits", "RFC 9112 section 4", BAD),
            Self::Incomplete => ("the message ends in its head", "RFC 9112 section 8", BAD),
        }
    }
}
