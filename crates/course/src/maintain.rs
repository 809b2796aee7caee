//! The maintainers' side of the rooms: `cargo course starters`. A room with somebody's work in it is left alone.

use std::collections::BTreeMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::Path;
use std::process::{Command, Stdio};

use crate::check::Own;
use crate::error::{Error, Result};
use crate::files::Tree;
use crate::lessons::Lesson;
use crate::memory;
use crate::output::show;
use crate::start;
use crate::starters;

/// What `cargo course starters` wrote last, by lesson.
const MEMORY: &str = "starters";

/// What a maintainer changes when a starter changes: a commit that touches none of this is a learner's.
const SOURCES: [&str; 3] = ["crates", "tests", "lessons/*/exercise.toml"];

/// What was found out about a room, or done with it.
#[derive(Default)]
struct Done {
    /// What to tell.
    lines: String,
    /// Whether the starter is what the reference makes it, as far as that can be said.
    is_good: bool,
    /// Whether there is nothing to tell.
    is_up_to_date: bool,
}

/// Lists what is not as the references make it, and says whether every room without work in it is.
pub fn check(root: &Path, lessons: &[Lesson]) -> Result<bool> {
    let mut is_stale = false;
    let good = tell(lessons, |lesson| {
        let stale = starters::stale(lesson)?;
        if stale.is_empty() {
            return Ok(Done { is_good: true, is_up_to_date: true, ..Done::default() });
        }
        if has_work(root, lesson)? {
            return Ok(Done {
                lines: format!("work    {}: not compared\n", lesson.room()),
                is_good: true,
                ..Done::default()
            });
        }
        is_stale = true;
        Ok(Done { lines: listed("stale  ", stale.keys()), ..Done::default() })
    })?;
    if is_stale {
        let mend = "a maintainer mends that with `cargo course starters NN`";
        cli::note(format_args!("error: these starters are not what the references make them; {mend}"));
    }
    Ok(good)
}

/// Writes the starters of lessons that were named. Without `force`, a room with work in it is an error and stays; with
/// it, what is there is kept first.
pub fn update(root: &Path, lessons: &[Lesson], force: bool) -> Result<bool> {
    tell(lessons, |lesson| {
        let stale = starters::stale(lesson)?;
        let lines = if stale.is_empty() || !has_work(root, lesson)? {
            listed("updated", &starters::update(lesson)?)
        } else if force {
            start::start(root, lesson, false, &mut |_| Ok(()))?
        } else {
            let (folder, number) = (lesson.room(), &lesson.number);
            return Err(Error::Other(format!(
                "{folder} has work in it and stays as it is; `cargo course starters --force {number}` keeps a copy of it \
                 and writes the starter"
            )));
        };
        let mut written: BTreeMap<String, u64> = memory::recall(root, MEMORY);
        written.insert(lesson.name.clone(), fingerprint(&starters::room(lesson)?));
        memory::remember(root, MEMORY, &written)?;
        Ok(Done { is_good: true, is_up_to_date: lines.is_empty(), lines })
    })
}

/// Writes the starters of rooms that hold nothing yet, and says whether all others are up to date.
pub fn write_new(root: &Path, lessons: &[Lesson]) -> Result<bool> {
    let (mut new, mut old) = (Vec::new(), Vec::new());
    for lesson in lessons {
        let is_new = !starters::room(lesson)?.keys().any(|name| starters::is_source(name));
        if is_new { &mut new } else { &mut old }.push(lesson.clone());
    }
    let written = new.is_empty() || update(root, &new, false)?;
    Ok((old.is_empty() || check(root, &old)?) && written)
}

fn listed<'a>(what: &str, files: impl IntoIterator<Item = &'a String>) -> String {
    files.into_iter().flat_map(|file| [what, " ", file, "\n"]).collect()
}

/// Tells what is done with each lesson, mistakes in it included, and whether all is well.
fn tell(lessons: &[Lesson], mut work: impl FnMut(&Lesson) -> Result<Done>) -> Result<bool> {
    let (mut is_good, mut is_up_to_date) = (true, true);
    for lesson in lessons {
        let done = work(lesson).unwrap_or_else(|error| {
            cli::note(format_args!("error: {error}"));
            Done::default()
        });
        show(&done.lines)?;
        is_good &= done.is_good;
        is_up_to_date &= done.is_up_to_date;
    }
    if is_up_to_date {
        show("all starters are up to date\n")?;
    }
    Ok(is_good)
}

/// Whether a room that is not the starter is somebody's work rather than the starter of an earlier reference.
fn has_work(root: &Path, lesson: &Lesson) -> Result<bool> {
    let present = starters::room(lesson)?;
    if !present.keys().any(|name| starters::is_source(name)) {
        return Ok(false);
    }
    let written: BTreeMap<String, u64> = memory::recall(root, MEMORY);
    if written.get(&lesson.name) == Some(&fingerprint(&present)) {
        return Ok(false);
    }
    let is_filled = Own::read(lesson).map_or(true, |own| own.has_filled_gap(lesson));
    Ok(is_filled || !is_committed(root, lesson) || !is_the_courses(root, lesson))
}

fn fingerprint(room: &Tree) -> u64 {
    let mut hasher = DefaultHasher::new();
    room.hash(&mut hasher);
    hasher.finish()
}

/// Whether git has the room as it is.
fn is_committed(root: &Path, lesson: &Lesson) -> bool {
    let folder = lesson.room();
    let said = git(root, &["status", "--porcelain", "--ignored", "--untracked-files=all", "--", &folder]);
    said.is_some_and(|said| said.is_empty())
}

/// Whether the last commit that changed the room changed what rooms are derived from too. Where the history is cut off,
/// that cannot be said.
fn is_the_courses(root: &Path, lesson: &Lesson) -> bool {
    let is_whole = git(root, &["rev-parse", "--is-shallow-repository"]).is_some_and(|said| said.trim() == "false");
    let folder = lesson.room();
    let last = git(root, &["log", "-1", "--format=%H", "--", &folder]).unwrap_or_default();
    let mut args = vec!["show", "--format=", "--name-only", last.trim(), "--"];
    args.extend(SOURCES);
    is_whole && !last.trim().is_empty() && git(root, &args).is_some_and(|files| !files.trim().is_empty())
}

/// What git says; nothing where there is no git, or no repository.
fn git(root: &Path, args: &[&str]) -> Option<String> {
    let output = Command::new("git").args(args).current_dir(root).stdin(Stdio::null()).stderr(Stdio::null()).output();
    let output = output.ok().filter(|output| output.status.success())?;
    String::from_utf8(output.stdout).ok()
}
