//! Why a folder shows no file: what the client is told, and what only the log is.

use std::fmt::{self, Display};
use std::io::{self, ErrorKind};

use request::Status;

/// Error numbers that have no name in the standard library.
const TOO_MANY_FILES_IN_SYSTEM: i32 = if cfg!(unix) { 23 } else { 1450 };
const TOO_MANY_FILES: i32 = if cfg!(unix) { 24 } else { 4 };
const TOO_MANY_LINKS: i32 = if cfg!(target_os = "linux") { 40 } else { 62 };

/// Why there is no file for a request.
///
/// Displayed, it is the reason for those who run the server: a text without anything that came from the client. The client
/// learns the [`status`](Refusal::status) only, which tells as little as it can: what must not be seen is not there.
#[derive(Debug)]
pub enum Refusal {
    /// Nothing is there.
    NotFound,
    /// The path has a segment that names no file.
    NoName,
    /// A name begins with a period.
    Hidden,
    /// A symbolic link leads out of the root.
    Outside,
    /// Symbolic links lead from one to the other without end.
    Loop,
    /// It is a pipe, a socket or a device, or its end is not known.
    Special,
    /// A folder without an index, and folders are not listed.
    NotListed,
    /// The system does not let this program read it.
    Unreadable(io::Error),
    /// The root itself cannot be opened at the moment.
    NoRoot(io::Error),
    /// There are as many open files as there may be.
    TooManyFiles(io::Error),
    /// Something else went wrong.
    Failed(io::Error),
}

impl Refusal {
    /// The status of the response.
    #[must_use]
    pub fn status(&self) -> Status {
        match self {
            Self::NotFound
            | Self::NoName
            | Self::Hidden
            | Self::Outside
            | Self::Loop
            | Self::Special
            | Self::NotListed => Status::NOT_FOUND,
            Self::Unreadable(_) => Status::FORBIDDEN,
            Self::NoRoot(_) | Self::TooManyFiles(_) => Status::SERVICE_UNAVAILABLE,
            Self::Failed(_) => Status::INTERNAL_SERVER_ERROR,
        }
    }
}

impl From<io::Error> for Refusal {
    fn from(error: io::Error) -> Self {
        match (error.kind(), error.raw_os_error()) {
            // Without a number of the system's, it was refused here: the path leads out of the root.
            (ErrorKind::PermissionDenied, None) => Self::Outside,
            (ErrorKind::PermissionDenied, Some(_)) => Self::Unreadable(error),
            (ErrorKind::NotFound | ErrorKind::NotADirectory, _) => Self::NotFound,
            (ErrorKind::InvalidInput | ErrorKind::InvalidFilename, _) => Self::NoName,
            (_, Some(TOO_MANY_LINKS)) => Self::Loop,
            _ if is_too_many_files(&error) => Self::TooManyFiles(error),
            // Files are opened so that nothing waits for them.
            (ErrorKind::WouldBlock, _) => Self::Special,
            _ => Self::Failed(error),
        }
    }
}

/// Whether nothing can be opened at the moment, whatever it is.
pub(crate) fn is_too_many_files(error: &io::Error) -> bool {
    matches!(error.raw_os_error(), Some(TOO_MANY_FILES_IN_SYSTEM | TOO_MANY_FILES))
}

impl Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotFound => f.write_str("there is no such file"),
            Self::NoName => f.write_str("the path holds what no file here can be named"),
            Self::Hidden => f.write_str("names that begin with a period are hidden"),
            Self::Outside => f.write_str("a symbolic link leads out of the root"),
            Self::Loop => f.write_str("symbolic links lead in a circle"),
            Self::Special => f.write_str("it is a pipe, a socket, a device, or without a known end"),
            Self::NotListed => f.write_str("the folder has no index.html, and folders are not listed"),
            Self::Unreadable(error) => write!(f, "it cannot be read: {error}"),
            Self::NoRoot(error) => write!(f, "the root cannot be opened: {error}"),
            Self::TooManyFiles(error) | Self::Failed(error) => write!(f, "it cannot be opened: {error}"),
        }
    }
}

impl std::error::Error for Refusal {}
