//! Why an exchange has come to no good end.

use std::error::Error as StdError;
use std::fmt::{self, Display};
use std::io;

use connection::{LocalError, ResponseError};

/// Why an exchange has come to no good end. `E` is what the caller's function fails with.
#[derive(Debug)]
pub enum ExchangeError<E> {
    /// The connection is broken, or the server has taken too little.
    Lost(io::Error),
    /// What came is no response, or did not come whole or in time.
    Refused(ResponseError),
    /// The program itself has sent what it must not send, such as content that is not as long as was said.
    Local(LocalError),
    /// The content to send could not be read.
    Source(io::Error),
    /// The caller's function failed.
    Caller(E),
}

impl<E> ExchangeError<E> {
    /// What is wrong with the response, if that is why.
    pub fn refusal(&self) -> Option<ResponseError> {
        if let Self::Refused(error) = self { Some(*error) } else { None }
    }
}

impl<E: Display> Display for ExchangeError<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Lost(_) => f.write_str("the connection is lost"),
            Self::Refused(error) => Display::fmt(error, f),
            Self::Local(error) => Display::fmt(error, f),
            Self::Source(_) => f.write_str("cannot read the content to send"),
            Self::Caller(error) => Display::fmt(error, f),
        }
    }
}

impl<E: StdError + 'static> StdError for ExchangeError<E> {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        match self {
            Self::Lost(error) | Self::Source(error) => Some(error),
            Self::Refused(error) => error.source(),
            Self::Local(error) => error.source(),
            Self::Caller(error) => error.source(),
        }
    }
}

impl<E> From<io::Error> for ExchangeError<E> {
    fn from(error: io::Error) -> Self {
        Self::Lost(error)
    }
}

impl<E> From<ResponseError> for ExchangeError<E> {
    fn from(error: ResponseError) -> Self {
        Self::Refused(error)
    }
}

impl<E> From<LocalError> for ExchangeError<E> {
    fn from(error: LocalError) -> Self {
        Self::Local(error)
    }
}
