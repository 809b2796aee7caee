//! The maintainers' side of the rooms: `cargo course starters`. A room with somebody's work in it is left alone.

use std::path::Path;

use crate::error::{Error, Result};
use crate::learn::start::{self, Begin};
use crate::lessons::Lesson;
use crate::output::show;
use crate::rooms::depth::Depth;
use crate::rooms::starters;

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
pub fn check(lessons: &[Lesson]) -> Result<bool> {
    let mut is_stale = false;
    let good = tell(lessons, |lesson| {
        let depth = starters::depth(lesson);
        if depth != Depth::Guided && !starters::has_work(lesson)? {
            let (room, number) = (lesson.room(), &lesson.number);
            let lines =
                format!("depth   {room}: {depth}; the course has guided rooms, `cargo course start {number}`\n");
            return Ok(Done { lines, ..Done::default() });
        }
        let stale = starters::stale(lesson)?;
        if stale.is_empty() {
            return Ok(Done { is_good: true, is_up_to_date: true, ..Done::default() });
        }
        let is_good = starters::has_work(lesson)? && !starters::is_outdated(lesson)?;
        is_stale |= !is_good;
        let lines = if is_good {
            format!("work    {}: not compared\n", lesson.room())
        } else {
            listed("stale  ", stale.keys())
        };
        Ok(Done { lines, is_good, ..Done::default() })
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
        let lines = if stale.is_empty() || !starters::has_work(lesson)? {
            listed("updated", &starters::update(lesson)?)
        } else if force {
            start::start(root, lesson, Begin::Fresh(starters::depth(lesson)), &mut |_| Ok(()))?
        } else {
            let (folder, number) = (lesson.room(), &lesson.number);
            return Err(Error::Other(format!(
                "{folder} has work in it and stays as it is; `cargo course starters --force {number}` keeps a copy of it \
                 and writes the starter"
            )));
        };
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
    Ok((old.is_empty() || check(&old)?) && written)
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
