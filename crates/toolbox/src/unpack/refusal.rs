//! Why nothing of what was handed in counts.

use std::fmt::{self, Display};
use std::io;
use std::path::{Path, PathBuf};

/// Why nothing of what was handed in counts.
#[derive(Debug)]
pub enum Refusal {
    /// It is none of the kinds that are read.
    Unknown,
    /// It looks like grades, which are the teacher's to give.
    Grades,
    /// It is damaged, in the words of what reads it.
    Damaged(String),
    /// One of its files can only be read with a password.
    Encrypted(String),
    /// It has a name that leads out of its folder, or that no file can have.
    Name(String),
    /// It has two files of one name, as some systems see it.
    Twice(String),
    /// It is larger than work for this course can be.
    TooMuch(String),
    /// A file of this machine could not be used.
    Io { action: &'static str, path: PathBuf, source: io::Error },
    /// The program `git` could not read it.
    Git(String),
}

impl Refusal {
    /// For `map_err` on an operation on a path.
    pub fn io(action: &'static str, path: &Path) -> impl FnOnce(io::Error) -> Self {
        move |source| Self::Io { action, path: path.to_owned(), source }
    }
}

impl Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unknown => f.write_str("it is neither a zip, a tar nor a tar.gz file, whatever its name says"),
            Self::Grades => f.write_str(
                "it is neither a zip, a tar nor a tar.gz file, but may be grades as JSON: your own are taken with --grades FILE",
            ),
            Self::Damaged(problem) => write!(f, "it is damaged: {problem}"),
            Self::Encrypted(name) => write!(f, "{name} is encrypted; ask for an archive without a password"),
            Self::Name(name) => write!(f, "`{name}` would lie outside the folder in which it is unpacked"),
            Self::Twice(name) => write!(f, "it holds `{name}` twice, or once more in other letter case"),
            Self::TooMuch(problem) => f.write_str(problem),
            Self::Io { action, path, source } => write!(f, "cannot {action} {}: {source}", path.display()),
            Self::Git(problem) => write!(f, "git cannot read it: {problem}"),
        }
    }
}

// `Display` says the cause already, so `source` stays empty: a chain would print it twice.
impl std::error::Error for Refusal {}
