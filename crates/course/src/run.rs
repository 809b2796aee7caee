//! Starting a program of a lesson: `cargo course run`.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::cargo;
use crate::error::{Error, Result};
use crate::lessons::{FIRST_LAYER, Lesson, Role};
use crate::stack;
use crate::starters::Step;

/// Builds a program and becomes it, where the system can do so; else runs it, and says whether it ended well.
pub fn run(root: &Path, lesson: &Lesson, role: Role, is_mine: bool, arguments: &[OsString]) -> Result<bool> {
    let step = Step::read(lesson)?;
    let is_it = |name: &str| name.rsplit('-').next() == Some(role.name());
    let Some(program) = step.manifest.programs.iter().find(|program| is_it(&program.name)) else {
        return Err(Error::Other(format!("lesson {} has no {} of its own", lesson.number, role.name())));
    };
    let path = if is_mine && lesson.number.as_str() >= FIRST_LAYER {
        let (path, about) = stack::program(root, lesson, role.name())?;
        cli::note(about);
        path
    } else if is_mine {
        let package = lesson.package();
        built(root, &package, &step.manifest.program_name(program, &package), &lesson.path(&lesson.room()))?
    } else {
        built(root, &lesson.name, &program.name, &lesson.path(&lesson.reference()))?
    };
    cli::finish_notes();
    become_it(&path, arguments)
}

/// A program of a package of the course.
fn built(root: &Path, package: &str, program: &str, folder: &Path) -> Result<PathBuf> {
    let build = cargo::build(root, &["build", "--package", package, "--bin", program].map(str::to_owned))?;
    if let Some(said) = build.diagnostics.iter().find(|said| said.is_error) {
        return Err(Error::Other(format!("{program} does not compile\n{}", said.text.trim_end())));
    }
    let found = build.executable(folder, program, false).map(Path::to_owned);
    found.ok_or_else(|| Error::Other(format!("cargo built no {program}")))
}

#[cfg(unix)]
fn become_it(program: &Path, arguments: &[OsString]) -> Result<bool> {
    use std::os::unix::process::CommandExt as _;

    let error = Command::new(program).args(arguments).exec();
    Err(Error::io("run", program)(error))
}

#[cfg(not(unix))]
fn become_it(program: &Path, arguments: &[OsString]) -> Result<bool> {
    let status = Command::new(program).args(arguments).status().map_err(Error::io("run", program))?;
    Ok(status.success())
}
