//! Programs of the course's packages: built, and become.

use std::env::consts::EXE_SUFFIX;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::cargo;
use crate::error::{Error, Result};

/// The package of the heavier tools and its program.
const TOOLBOX: &str = "toolbox";

/// The package of mdBook and its program.
const BOOK: &str = "book";

/// How a program is built.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Profile {
    /// Quickly.
    Dev,
    /// To be quick.
    Release,
}

impl Profile {
    /// The arguments that say so to cargo.
    pub fn arguments(self) -> &'static [&'static str] {
        match self {
            Self::Dev => &[],
            Self::Release => &["--release"],
        }
    }
}

/// Builds a program of a package of the course, which lies in `folder`.
///
/// # Errors
///
/// When it does not compile, with what the compiler says.
pub fn built(root: &Path, package: &str, program: &str, folder: &Path, profile: Profile) -> Result<PathBuf> {
    let what = ["build", "--package", package, "--bin", program];
    let arguments: Vec<String> = what.iter().chain(profile.arguments()).map(|&word| word.to_owned()).collect();
    let build = cargo::build(root, &arguments)?;
    if let Some(said) = build.diagnostics.iter().find(|said| said.is_error) {
        return Err(Error::Other(format!("{program} does not compile\n{}", said.text.trim_end())));
    }
    let found = build.executable(folder, program, false).map(Path::to_owned);
    found.ok_or_else(|| Error::Other(format!("cargo built no {program}")))
}

/// A command of the toolbox, which is built when somebody asks for it first.
///
/// # Errors
///
/// As [`built`].
pub fn toolbox<A: AsRef<OsStr>>(root: &Path, arguments: impl IntoIterator<Item = A>) -> Result<Command> {
    tool(root, TOOLBOX, "the toolbox of `cargo course`", arguments)
}

/// A command of the program that builds the book, which is built itself when somebody asks for it first.
///
/// # Errors
///
/// As [`built`].
pub fn book<A: AsRef<OsStr>>(root: &Path, arguments: impl IntoIterator<Item = A>) -> Result<Command> {
    tool(root, BOOK, "mdBook, which makes the pages", arguments)
}

/// A command of a tool with a package of its own; `what` is compiled when that is not done yet.
fn tool<A: AsRef<OsStr>>(
    root: &Path,
    package: &str,
    what: &str,
    arguments: impl IntoIterator<Item = A>,
) -> Result<Command> {
    if !is_there(package) {
        cli::note(format_args!("compiling {what}: this is done once, and may take a minute or two"));
    }
    let mut command = Command::new(built(root, package, package, &root.join("crates").join(package), Profile::Dev)?);
    command.args(arguments);
    Ok(command)
}

/// Whether a program lies beside this one, where cargo puts both.
fn is_there(program: &str) -> bool {
    let here = std::env::current_exe().ok();
    here.and_then(|here| Some(here.parent()?.join(format!("{program}{EXE_SUFFIX}")))).is_some_and(|path| path.exists())
}

/// Becomes a program, where the system can do so; else runs it, and says whether it ended well.
///
/// # Errors
///
/// When it cannot be started.
pub fn become_it(mut command: Command) -> Result<bool> {
    cli::finish_notes();
    replace(&mut command)
}

#[cfg(unix)]
fn replace(command: &mut Command) -> Result<bool> {
    use std::os::unix::process::CommandExt as _;

    let error = command.exec();
    Err(Error::io("run", Path::new(command.get_program()))(error))
}

#[cfg(not(unix))]
fn replace(command: &mut Command) -> Result<bool> {
    let status = command.status().map_err(Error::io("run", Path::new(command.get_program())))?;
    Ok(status.success())
}
