//! What can be wrong on a connection: with a head, with content, or with who says what when.

use std::fmt::{self, Display};

use request::Status;

/// Why a connection cannot go on as it was.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Error {
    /// The head of a request is malformed, above a limit, or cut off.
    Head(request::Error),
    /// The head of a response is malformed, above a limit, or cut off.
    Response(response::Error),
    /// The framing of content is ambiguous or malformed, or the content is cut off.
    Content(body::Error),
    /// Something came at the wrong time, or not in time.
    Fault(Fault),
}

/// What came at the wrong time, or not in time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Fault {
    /// The head of a request did not come in time.
    HeadLate,
    /// The content of a message did not come in time.
    ContentLate,
    /// The head of an answer did not come in time.
    AnswerLate,
    /// The server closed the connection without a word of the answer.
    NoAnswer,
    /// The server sent octets that nobody had asked for.
    Unsolicited,
    /// The server switched to another protocol, which nobody had asked for.
    Switched,
    /// The program itself sends what it must not send now: a second answer, content that does not fit its length.
    OutOfTurn,
}

impl Error {
    /// What is wrong, as a sentence without a period.
    #[must_use]
    pub fn what(&self) -> &'static str {
        match self {
            Self::Head(error) => error.what(),
            Self::Response(error) => error.what(),
            Self::Content(error) => error.what(),
            Self::Fault(fault) => fault.row().0,
        }
    }

    /// The section that says so: `RFC 9112 section 9.3`.
    #[must_use]
    pub fn section(&self) -> &'static str {
        match self {
            Self::Head(error) => error.section(),
            Self::Response(error) => error.section(),
            Self::Content(error) => error.section(),
            Self::Fault(fault) => fault.row().1,
        }
    }

    /// The status of a server's answer.
    #[must_use]
    pub fn status(&self) -> Status {
        match self {
            Self::Head(error) => error.status(),
            Self::Response(_) => Status::BAD_GATEWAY,
            Self::Content(error) => error.status(),
            Self::Fault(fault) => fault.row().2,
        }
    }
}

impl Fault {
    fn row(self) -> (&'static str, &'static str, Status) {
        const LATE: Status = Status::REQUEST_TIMEOUT;
        const GATEWAY: Status = Status::BAD_GATEWAY;
        match self {
            Self::HeadLate => ("the head of the request did not come in time", "RFC 9110 section 15.5.9", LATE),
            Self::ContentLate => ("the content did not come in time", "RFC 9110 section 15.5.9", LATE),
            Self::AnswerLate => ("the answer did not come in time", "RFC 9112 section 9.5", Status::GATEWAY_TIMEOUT),
            Self::NoAnswer => ("the server closed the connection without an answer", "RFC 9112 section 9.3.1", GATEWAY),
            Self::Unsolicited => ("the server sent what nobody had asked for", "RFC 9112 section 9.2", GATEWAY),
            Self::Switched => {
                ("the server switched protocols, which nobody had asked for", "RFC 9110 section 7.8", GATEWAY)
            }
            Self::OutOfTurn => (
                "the program answers when no answer is due, or sends content that does not fit",
                "RFC 9112 section 9.3",
                Status::INTERNAL_SERVER_ERROR,
            ),
        }
    }
}

impl Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Head(error) => error.fmt(f),
            Self::Response(error) => error.fmt(f),
            Self::Content(error) => error.fmt(f),
            Self::Fault(fault) => write!(f, "{} ({})", fault.row().0, fault.row().1),
        }
    }
}

impl std::error::Error for Error {}

impl From<request::Error> for Error {
    fn from(error: request::Error) -> Self {
        Self::Head(error)
    }
}

impl From<response::Error> for Error {
    fn from(error: response::Error) -> Self {
        Self::Response(error)
    }
}

impl From<body::Error> for Error {
    fn from(error: body::Error) -> Self {
        Self::Content(error)
    }
}

impl From<Fault> for Error {
    fn from(fault: Fault) -> Self {
        Self::Fault(fault)
    }
}
