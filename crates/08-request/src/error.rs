//! What can be wrong with the head of a request, and with the lines and fields of any message: what, where, which section
//! of the RFCs is about it, and with which status a server refuses it.

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

    /// The same error, in a text that stands after `octets` others.
    #[must_use]
    pub fn after(self, octets: usize) -> Self {
        Self { offset: self.offset + octets, ..self }
    }

    /// The same error, about a request with the method HEAD or not.
    #[must_use]
    pub fn about_head(self, head: bool) -> Self {
        Self { head, ..self }
    }

    /// Whether the request was HEAD, as far as it has come: then the response has no content, as always (RFC 9110
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
        self.kind.what()
    }

    /// The section about it, whether it demands the refusal or leaves the choice: `RFC 9112 section 5.1`.
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

impl Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} (octet {}, {})", self.what(), self.offset, self.section())
    }
}

impl std::error::Error for Error {}

/// Defines [`ErrorKind`] and what is said of each kind from one table.
macro_rules! errors {
    ($($kind:ident $status:ident $section:literal $what:literal)*) => {
        /// What can be wrong with the head of a request, or with the lines and fields of any message.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum ErrorKind {
            $(
                #[doc = concat!("Where ", $what, " (", $section, ").")]
                $kind,
            )*
        }

        impl ErrorKind {
            /// What is wrong, as a sentence without a period.
            #[must_use]
            pub fn what(self) -> &'static str {
                match self {
                    $(Self::$kind => $what,)*
                }
            }

            /// The section about it, whether it demands the refusal or leaves the choice: `RFC 9112 section 5.1`.
            #[must_use]
            pub fn section(self) -> &'static str {
                match self {
                    $(Self::$kind => $section,)*
                }
            }

            /// The status of the response to a request with this fault.
            #[must_use]
            pub fn status(self) -> Status {
                match self {
                    $(Self::$kind => Status::$status,)*
                }
            }
        }
    };
}

// Where the RFCs leave it to the recipient, the refusal is ours: the end of the chapter has the table of rule and choice.
errors! {
    BareCr BAD_REQUEST "RFC 9112 section 2.2" "a CR stands without LF after it"
    BareLf BAD_REQUEST "RFC 9112 section 2.2" "an LF stands without CR in front of it"
    ControlOctet BAD_REQUEST "RFC 9110 section 5.5" "a line holds a control octet, and none is taken here"
    TooManyEmptyLines BAD_REQUEST "RFC 9112 section 2.2" "too many empty lines come before the request"
    MethodInvalid BAD_REQUEST "RFC 9112 section 3.1" "the request line does not begin with a method"
    MethodTooLong NOT_IMPLEMENTED "RFC 9112 section 3" "the method is longer than any that is known"
    PartMissing BAD_REQUEST "RFC 9112 section 3" "the request line lacks one of method, target and version"
    ExtraSpace BAD_REQUEST "RFC 9112 section 3" "the request line has more than its two spaces"
    VersionInvalid BAD_REQUEST "RFC 9112 section 2.3" "the version is not like HTTP/1.1"
    VersionUnsupported HTTP_VERSION_NOT_SUPPORTED "RFC 9110 section 15.6.6" "the message is of a major version other than 1"
    TargetInvalid BAD_REQUEST "RFC 9112 section 3.2" "the target holds what no URI holds"
    TargetTooLong URI_TOO_LONG "RFC 9112 section 3" "the target is longer than this server reads"
    TargetForm BAD_REQUEST "RFC 9112 section 3.2" "the target has a form that does not fit the method"
    HostEmpty BAD_REQUEST "RFC 9110 section 4.2.1" "the URI has no host"
    UserInformation BAD_REQUEST "RFC 9110 section 4.2.4" "the URI has user information in front of its host"
    AuthorityInvalid BAD_REQUEST "RFC 9110 section 4.2.1" "the URI's host and port are not valid"
    SpaceBeforeFields BAD_REQUEST "RFC 9112 section 2.2" "white space stands in front of the first field line"
    Folded BAD_REQUEST "RFC 9112 section 5.2" "a field line is folded over several lines"
    ColonMissing BAD_REQUEST "RFC 9112 section 5" "a field line has no colon"
    FieldNameEmpty BAD_REQUEST "RFC 9112 section 5" "a field line has no name in front of its colon"
    FieldNameInvalid BAD_REQUEST "RFC 9110 section 5.1" "a field name holds what no token holds"
    SpaceBeforeColon BAD_REQUEST "RFC 9112 section 5.1" "white space stands between a field name and its colon"
    LineTooLong REQUEST_HEADER_FIELDS_TOO_LARGE "RFC 9110 section 5.4" "a line is longer than is read here"
    TooManyFields REQUEST_HEADER_FIELDS_TOO_LARGE "RFC 9110 section 5.4" "there are more field lines than are read here"
    SectionTooLong REQUEST_HEADER_FIELDS_TOO_LARGE "RFC 9110 section 5.4" "the field lines together are longer than is read here"
    HostMissing BAD_REQUEST "RFC 9112 section 3.2" "the Host field is missing"
    HostRepeated BAD_REQUEST "RFC 9112 section 3.2" "there is a second Host field"
    HostInvalid BAD_REQUEST "RFC 9112 section 3.2" "the Host field is not a host with an optional port"
    Incomplete BAD_REQUEST "RFC 9112 section 8" "the message ends in its head"
}
