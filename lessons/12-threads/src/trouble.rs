//! Why a request or a response goes no further.

use std::error::Error;
use std::fmt::{self, Display};
use std::io;

use connection::{LocalError, RequestError};

/// Why a request or a response goes no further.
#[derive(Debug)]
pub enum Trouble {
    /// The connection is broken, or was broken off: the peer took too little, or another client has its place. Nothing can
    /// be sent any more.
    Lost(io::Error),
    /// What came is no request, or did not come in time: it can be answered if
    /// [a response is due](crate::Conversation::is_due).
    Refused(RequestError),
    /// The program itself has said what it must not say now, such as a second response, or content that is not as long as
    /// was said. Nothing of that was sent.
    Local(LocalError),
    /// Content is not here yet, and it was [not to be waited for](crate::Conversation::hurry).
    NotYet,
}

impl Display for Trouble {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Lost(_) => f.write_str("the connection is lost"),
            Self::Refused(error) => error.fmt(f),
            Self::Local(error) => error.fmt(f),
            Self::NotYet => f.write_str("the content has not come yet"),
        }
    }
}

impl Error for Trouble {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            Self::Lost(error) => Some(error),
            Self::Refused(error) => error.source(),
            Self::Local(error) => error.source(),
            Self::NotYet => None,
        }
    }
}

impl From<io::Error> for Trouble {
    fn from(error: io::Error) -> Self {
        Self::Lost(error)
    }
}

impl From<RequestError> for Trouble {
    fn from(error: RequestError) -> Self {
        Self::Refused(error)
    }
}

impl From<LocalError> for Trouble {
    fn from(error: LocalError) -> Self {
        Self::Local(error)
    }
}
