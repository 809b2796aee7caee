//! Starting a program of a lesson: `cargo course run`.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::error::{Error, Result};
use crate::learn::stack;
use crate::lessons::{FIRST_LAYER, Lesson, Role};
use crate::output;
use crate::program::{self, Profile};
use crate::rooms::starters::Step;

/// Builds a program and becomes it, where the system can do so; else runs it, and says whether it ended well.
pub fn run(root: &Path, lesson: &Lesson, role: Role, is_mine: bool, arguments: &[OsString]) -> Result<bool> {
    let mut command = Command::new(built(root, lesson, role, is_mine, Profile::Dev)?);
    command.args(arguments);
    program::become_it(command)
}

/// Builds a program of a lesson: the course's, or the learner's.
pub fn built(root: &Path, lesson: &Lesson, role: Role, is_mine: bool, profile: Profile) -> Result<PathBuf> {
    let step = Step::read(lesson)?;
    let is_it = |name: &str| name.rsplit('-').next() == Some(role.name());
    let Some(wanted) = step.manifest.programs.iter().find(|program| is_it(&program.name)) else {
        return Err(Error::Other(format!("lesson {} has no {} of its own", lesson.number, role.name())));
    };
    if is_mine && lesson.number.as_str() >= FIRST_LAYER {
        let (path, about) = stack::program(root, lesson, role.name(), profile)?;
        output::note(about);
        return Ok(path);
    }
    if is_mine {
        let package = lesson.package();
        let name = step.manifest.program_name(wanted, &package);
        return program::built(root, &package, &name, &lesson.path(&lesson.room()), profile);
    }
    program::built(root, &lesson.name, &wanted.name, &lesson.path(&lesson.reference()), profile)
}
