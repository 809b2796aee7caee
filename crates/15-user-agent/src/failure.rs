//! What can fail, and the exit status that says what did.

use std::fmt::{self, Display};
use std::io::{self, ErrorKind};
use std::process::ExitCode;

use connection::{LocalError, ResponseError};
use threads::ExchangeError;

/// Why there is no good response.
#[derive(Debug)]
pub struct Failure {
    kind: Kind,
    text: String,
}

/// The kinds of failure, one for each exit status.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Something on this side: a file that cannot be read or written.
    Own,
    /// Arguments that do not fit.
    Usage,
    /// No connection.
    Connect,
    /// A server that is silent for too long.
    Late,
    /// No time is left for anything.
    Over,
    /// A response that is malformed, or not whole.
    Response,
    /// A redirect that is not followed.
    Redirect,
    /// A status that says that there is nothing of what was asked for.
    Status,
    /// Whoever reads standard output has gone.
    Reader,
    /// Enough was read of a response that nobody wants.
    Enough,
}

impl Failure {
    pub fn new(kind: Kind, text: impl Into<String>) -> Self {
        Self { kind, text: text.into() }
    }

    /// A failure on this side.
    pub fn own(text: impl Into<String>) -> Self {
        Self::new(Kind::Own, text)
    }

    /// A response that cannot be used.
    pub fn response(text: impl Into<String>) -> Self {
        Self::new(Kind::Response, text)
    }

    pub fn kind(&self) -> Kind {
        self.kind
    }

    /// Whether no further URL need be asked for.
    pub fn ends_everything(&self) -> bool {
        matches!(self.kind, Kind::Reader | Kind::Over)
    }

    /// Says on standard error what failed. A reader that has gone wanted no more, so that is no error.
    pub fn tell(&self) {
        if self.kind != Kind::Reader {
            cli::note(format_args!("error: {}", self.text));
        }
    }

    pub fn exit_code(&self) -> ExitCode {
        ExitCode::from(match self.kind {
            Kind::Reader | Kind::Enough => 0,
            Kind::Own => 1,
            Kind::Usage => 2,
            Kind::Connect => 3,
            Kind::Late | Kind::Over => 4,
            Kind::Response => 5,
            Kind::Redirect => 6,
            Kind::Status => 7,
        })
    }

    /// What an exchange over a connection failed at.
    pub fn of_exchange(error: ExchangeError<Self>, server: &str) -> Self {
        match error {
            ExchangeError::Caller(failure) => failure,
            ExchangeError::Source(error) => {
                Self::of(error, |error| Self::own(format!("cannot read the content to send: {error}")))
            }
            ExchangeError::Lost(error) => Self::of(error, |error| {
                let kind = if error.kind() == ErrorKind::TimedOut { Kind::Late } else { Kind::Response };
                Self::new(kind, format!("the connection to {server} failed: {error}"))
            }),
            ExchangeError::Refused(error) => Self::of_refusal(&error, server),
            ExchangeError::Local(LocalError::Content(_)) => {
                Self::own("the content to send is not as long as it was when it was opened")
            }
            ExchangeError::Local(error) => Self::own(format!("the request to {server} cannot be sent: {error}")),
        }
    }

    /// The failure that an error carries, or else the one that `other` makes of it.
    pub fn of(error: io::Error, other: impl FnOnce(&io::Error) -> Self) -> Self {
        error.downcast().unwrap_or_else(|error| other(&error))
    }

    fn of_refusal(refusal: &ResponseError, server: &str) -> Self {
        match refusal {
            ResponseError::HeadLate | ResponseError::ContentLate => {
                Self::new(Kind::Late, format!("{server} was silent for too long: {refusal}"))
            }
            _ => Self::response(format!("no good response from {server}: {refusal}")),
        }
    }
}

impl Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl std::error::Error for Failure {}

impl From<Failure> for io::Error {
    fn from(failure: Failure) -> Self {
        Self::other(failure)
    }
}
