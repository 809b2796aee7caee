//! Why a request or a response goes no further.

use std::error::Error;
use std::fmt::{self, Display};
use std::io;

/// Why a request or a response goes no further.
#[derive(Debug)]
pub enum Trouble {
    /// The connection is broken, or was broken off: the peer took too little, or another client has its place. Nothing can
    /// be sent any more.
    Lost(io::Error),
    /// What came is no request, or did not come in time: it can be answered if
    /// [a response is due](crate::Conversation::is_due). Or the program itself has said what it must not say now.
    Refused(connection::Error),
    /// Content is not here yet, and it was [not to be waited for](crate::Conversation::hurry).
    NotYet,
}

impl Display for Trouble {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Lost(error) => write!(f, "the connection is lost: {error}"),
            Self::Refused(error) => error.fmt(f),
            Self::NotYet => f.write_str("the content has not come yet"),
        }
    }
}

impl Error for Trouble {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            Self::Lost(error) => Some(error),
            Self::Refused(error) => Some(error),
            Self::NotYet => None,
        }
    }
}

impl From<io::Error> for Trouble {
    fn from(error: io::Error) -> Self {
        Self::Lost(error)
    }
}

impl From<connection::Error> for Trouble {
    fn from(error: connection::Error) -> Self {
        Self::Refused(error)
    }
}
