//! What can go wrong in the course's own files and around them.

use std::fmt::{self, Display};
use std::io;
use std::path::{Path, PathBuf};

/// One failure, said in one line that names the file, and the line in it where there is one.
#[derive(Debug)]
pub enum Error {
    /// A mistake in a file of the course.
    In {
        /// The file, relative to the workspace.
        file: String,
        /// Counted from one.
        line: Option<usize>,
        /// What is wrong there.
        problem: String,
    },
    /// A file or folder that could not be used.
    Io {
        /// What was tried: `read`, `write`, `remove`.
        action: &'static str,
        /// On what.
        path: PathBuf,
        /// Why it failed.
        source: io::Error,
    },
    /// A program that could not be started or broke off.
    Program {
        /// The program, or its command line.
        program: String,
        /// What happened.
        problem: String,
    },
    /// Everything else, said in full.
    Other(String),
}

/// The result of everything in this tool that can fail.
pub type Result<T> = std::result::Result<T, Error>;

impl Error {
    /// For `map_err` on an operation on a path.
    pub fn io(action: &'static str, path: &Path) -> impl FnOnce(io::Error) -> Self {
        move |source| Self::Io { action, path: path.to_owned(), source }
    }

    /// A mistake at a line of a file.
    pub fn at(file: &str, line: usize, problem: impl Into<String>) -> Self {
        Self::In { file: file.to_owned(), line: Some(line), problem: problem.into() }
    }

    /// A mistake in a file as a whole.
    pub fn of(file: &str, problem: impl Into<String>) -> Self {
        Self::In { file: file.to_owned(), line: None, problem: problem.into() }
    }
}

impl Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::In { file, line: Some(line), problem } => write!(f, "{file}:{line}: {problem}"),
            Self::In { file, line: None, problem } => write!(f, "{file}: {problem}"),
            Self::Io { action, path, source } => write!(f, "cannot {action} {}: {source}", path.display()),
            Self::Program { program, problem } => write!(f, "{program}: {problem}"),
            Self::Other(problem) => f.write_str(problem),
        }
    }
}

// `Display` says the cause already, so `source` stays empty: a chain would print it twice.
impl std::error::Error for Error {}
