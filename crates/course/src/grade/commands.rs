//! `course.toml`: how the programs of a submission in another language are started, lesson by lesson.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use serde::Deserialize;

use crate::error::{Error, Result};
use crate::files;
use crate::lessons::{self, Lesson};

/// The name of the file in a submission.
pub const NAME: &str = "course.toml";

/// More than the commands of all lessons need.
const LONGEST: u64 = 64 << 10;

/// The commands of one lesson, as they would be typed in the folder of the file.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Commands {
    /// What starts the server; split into words as a shell does it.
    pub server: Option<String>,
    /// What starts the client.
    pub client: Option<String>,
    /// What makes them, once before the tests; a line for the shell.
    pub build: Option<String>,
}

/// Reads the commands of these lessons. `all` are those that a file may name.
///
/// # Errors
///
/// When the file cannot be read, names no lesson of the course, or has no program for one that it names.
pub fn read(file: &Path, all: &[Lesson], wanted: &[Lesson]) -> Result<Vec<(Lesson, Commands)>> {
    let name = file.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
    let wrong = |problem: String| Error::of(&name, problem);
    let found = fs::symlink_metadata(file).map_err(Error::io("read", file))?;
    if !found.is_file() || found.len() > LONGEST {
        return Err(wrong(format!("it is no file, or has more than {LONGEST} octets")));
    }
    let text = files::read_text(file)?;
    let tables: BTreeMap<String, Commands> = toml::from_str(&text).map_err(|error| {
        let line = error.span().map(|span| text[..span.start].matches('\n').count() + 1);
        Error::In { file: name.clone(), line, problem: error.message().to_owned() }
    })?;
    let mut commands = Vec::new();
    for (key, of_lesson) in tables {
        let lesson =
            lessons::select(all.to_vec(), std::slice::from_ref(&key)).map_err(|error| wrong(error.to_string()))?;
        let is_empty = |command: &Option<String>| command.as_ref().is_none_or(|command| command.trim().is_empty());
        if is_empty(&of_lesson.server) && is_empty(&of_lesson.client) {
            return Err(wrong(format!("[{key}] has neither `server` nor `client`")));
        }
        let lesson = lesson.into_iter().filter(|lesson| wanted.contains(lesson));
        commands.extend(lesson.map(|lesson| (lesson, of_lesson.clone())));
    }
    commands.sort_by(|one, other| one.0.number.cmp(&other.0.number));
    Ok(commands)
}
