//! What can be wrong on a connection, and whose mistake it is: what the client sends, what the server sends, and what the
//! program itself says at the wrong time.

use std::fmt::{self, Display};

use body::EncodeError;
use request::{InvalidField, Status};

/// Defines the errors of one peer from a table: what it does not do in time, or does unasked, and what can be wrong with the
/// heads and the content that it sends.
macro_rules! errors {
    (
        $(#[$meta:meta])* $name:ident, of heads $head:ty;
        $($kind:ident $section:literal $what:literal)*
    ) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum $name {
            /// A head is malformed, above a limit, or cut off.
            Head($head),
            /// The framing of content is ambiguous or malformed, or the content is cut off.
            Content(body::Error),
            $(
                #[doc = concat!("Where ", $what, " (", $section, ").")]
                $kind,
            )*
        }

        impl $name {
            /// What is wrong, as a sentence without a period.
            #[must_use]
            pub fn what(&self) -> &'static str {
                match self {
                    Self::Head(error) => error.what(),
                    Self::Content(error) => error.what(),
                    $(Self::$kind => $what,)*
                }
            }

            /// The section about it, whether it demands the refusal or leaves the choice: `RFC 9112 section 9.3`.
            #[must_use]
            pub fn section(&self) -> &'static str {
                match self {
                    Self::Head(error) => error.section(),
                    Self::Content(error) => error.section(),
                    $(Self::$kind => $section,)*
                }
            }
        }

        impl Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                match self {
                    Self::Head(error) => error.fmt(f),
                    Self::Content(error) => error.fmt(f),
                    $(Self::$kind => write!(f, "{} ({})", $what, $section),)*
                }
            }
        }

        impl std::error::Error for $name {}

        impl From<$head> for $name {
            fn from(error: $head) -> Self {
                Self::Head(error)
            }
        }

        impl From<body::Error> for $name {
            fn from(error: body::Error) -> Self {
                Self::Content(error)
            }
        }
    };
}

errors! {
    /// What a client does wrong: the server responds with a status that says so, and closes.
    RequestError, of heads request::Error;
    HeadLate "RFC 9110 section 15.5.9" "the head of the request did not come in time"
    ContentLate "RFC 9110 section 15.5.9" "the content did not come in time"
}

errors! {
    /// What a server does wrong: the client tells its user, and closes.
    ResponseError, of heads response::Error;
    HeadLate "RFC 9112 section 9.5" "the response did not come in time"
    ContentLate "RFC 9112 section 9.5" "the content did not come in time"
    NoResponse "RFC 9112 section 9.3.1" "the server closed the connection without a response"
    Unsolicited "RFC 9112 section 9.2" "the server sent what nobody had asked for"
    Switched "RFC 9110 section 7.8" "the server switched protocols, which nobody had asked for"
}

impl RequestError {
    /// The status of the response to it.
    #[must_use]
    pub fn status(&self) -> Status {
        match self {
            Self::Head(error) => error.status(),
            Self::Content(error) => error.status(),
            Self::HeadLate | Self::ContentLate => Status::REQUEST_TIMEOUT,
        }
    }
}

/// Defines [`LocalError`] from a table; the errors at its end keep their cause.
macro_rules! local_errors {
    ($($kind:ident $(($cause:ty))? $what:literal)*) => {
        /// What the program itself does wrong. Nothing of it is sent, and the peer is not to blame.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum LocalError {
            $(
                #[doc = concat!("Where ", $what, ".")]
                $kind $(($cause))?,
            )*
        }

        impl Display for LocalError {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(match self {
                    $(Self::$kind { .. } => $what,)*
                })
            }
        }
    };
}

local_errors! {
    NotDue "no response is due: no request has come, or its response has begun"
    NotBegun "the message whose content this is has not begun, or has ended"
    NotReusable "the connection cannot take another request"
    NotInterim "the status is not of an interim response"
    NotFinal "the status is not of a final response"
    NotOffered "the request does not offer to switch to this protocol"
    Field(InvalidField) "the head cannot be sent with these fields"
    Content(EncodeError) "the content does not fit the head of its message"
}

impl std::error::Error for LocalError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Field(error) => Some(error),
            Self::Content(error) => Some(error),
            _ => None,
        }
    }
}

impl From<InvalidField> for LocalError {
    fn from(error: InvalidField) -> Self {
        Self::Field(error)
    }
}

impl From<EncodeError> for LocalError {
    fn from(error: EncodeError) -> Self {
        Self::Content(error)
    }
}
