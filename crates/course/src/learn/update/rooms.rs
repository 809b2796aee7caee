//! A learner's rooms on a newer edition's starters.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use crate::error::{Error, Result};
use crate::learn::kept::{self, Work};
use crate::learn::update::merge::{self, Hunk, Merged};
use crate::lessons::{self, Lesson};
use crate::rooms::depth::Depth;
use crate::rooms::starters;

/// A room in which a learner has written something.
#[derive(Debug)]
pub struct Room {
    /// The lesson, in the edition that is there.
    pub lesson: Lesson,
    /// What is in the room.
    pub present: Work,
    /// Its folder in the newer edition; nothing when that has no such lesson.
    pub folder: Option<String>,
    /// What it holds in the newer edition.
    pub result: Work,
    /// Other lessons of the newer edition that have taken over something of this one.
    continued: Vec<String>,
    /// What became of the files whose starters have changed.
    changes: Vec<Change>,
}

#[derive(Debug)]
struct Change {
    file: PathBuf,
    what: What,
}

#[derive(Debug)]
enum What {
    /// Merged, but for these changes.
    Merged(Vec<Hunk>),
    /// As it was; these changes are not in it.
    Untouched(Vec<Hunk>),
    /// As it was; the newer starter has no such file.
    Gone,
    /// As it was; the newer starter has another file of this name.
    Other,
}

/// The rooms at `present` in which something was written, on the starters of the edition at `newer`.
///
/// What they were written on is derived from the references of `root`.
pub fn rooms(root: &Path, present: &Path, newer: &Path) -> Result<Vec<Room>> {
    let later = lessons::lessons(newer)?;
    let continued = continued(&later);
    let mut rooms = Vec::new();
    for lesson in lessons::lessons(root)? {
        let here = Work::read(&present.join(lesson.room()))?;
        let depth = Depth::of_manifest(here.0.get(Path::new("Cargo.toml")).map_or(&[][..], Vec::as_slice));
        let old: Work = starters::derived(&lesson, depth)
            .map_err(|error| {
                let folder = lesson.reference();
                Error::Other(format!("{error}; `git checkout {folder}` brings back what the course has there"))
            })?
            .into();
        // The newer edition's own room takes the place of one that holds nothing else.
        let is_fresh = depth == Depth::Guided && sources(&here).is_same(&sources(&old));
        if is_fresh || here == Work::default() {
            continue;
        }
        let continued = continued.iter().filter(|(earlier, _)| *earlier == lesson.name);
        let continued = continued.map(|(_, later)| later.clone()).collect();
        // A lesson keeps its name when its number changes.
        let later = later.iter().find(|later| later.name == lesson.name);
        let new = match (later, depth) {
            (None, _) => Work::default(),
            (Some(later), Depth::Guided) => Work::read(&newer.join(later.room()))?,
            // An edition has its rooms at the first depth only. Of one that this program cannot read, nothing is taken.
            (Some(later), depth) => starters::derived(later, depth).map_or_else(|_| old.clone(), Work::from),
        };
        let (result, changes) = later.map_or_else(Default::default, |_| on_newer(&here, &old, &new));
        rooms.push(Room { lesson, present: here, folder: later.map(Lesson::room), result, continued, changes });
    }
    Ok(rooms)
}

/// Names of earlier lessons, each with the folder of a lesson that has taken over something of it.
fn continued(later: &[Lesson]) -> Vec<(String, String)> {
    let of = |lesson: &Lesson| {
        // An edition that this program cannot read says nothing about it.
        let earlier = lesson.exercise().map_or_else(|_| Vec::new(), |exercise| exercise.continues);
        earlier.into_iter().map(|name| (name, lesson.folder())).collect::<Vec<_>>()
    };
    later.iter().flat_map(of).collect()
}

/// What a learner writes: everything but the manifest, which is the edition's.
fn sources(work: &Work) -> Work {
    Work(
        work.0
            .iter()
            .filter(|(name, _)| **name != *"Cargo.toml")
            .map(|(name, bytes)| (name.clone(), bytes.clone()))
            .collect(),
    )
}

fn on_newer(mine: &Work, old: &Work, new: &Work) -> (Work, Vec<Change>) {
    let mut result = BTreeMap::new();
    let mut changes = Vec::new();
    for (name, here) in sources(mine).0 {
        let (old, new) = (old.0.get(&name), new.0.get(&name));
        let same = |a: Option<&Vec<u8>>, b: Option<&Vec<u8>>| match (a, b) {
            (Some(a), Some(b)) => kept::is_same_text(a, b),
            (a, b) => a.is_none() && b.is_none(),
        };
        if same(old, Some(&here)) {
            result.extend(new.map(|new| (name, new.clone())));
            continue;
        }
        let (bytes, what) = match (old, new) {
            _ if same(old, new) || same(Some(&here), new) => (here, None),
            (Some(old), Some(new)) => merged(here, old, new),
            (Some(_), None) => (here, Some(What::Gone)),
            (None, _) => (here, Some(What::Other)),
        };
        changes.extend(what.map(|what| Change { file: name.clone(), what }));
        result.insert(name, bytes);
    }
    for (name, new) in &new.0 {
        // What the learner has removed stays away; what is new comes.
        if !old.0.contains_key(name) || *name == *"Cargo.toml" {
            result.entry(name.clone()).or_insert_with(|| new.clone());
        }
    }
    (Work(result), changes)
}

fn merged(here: Vec<u8>, old: &[u8], new: &[u8]) -> (Vec<u8>, Option<What>) {
    let text = |bytes: &[u8]| std::str::from_utf8(bytes).ok().map(|text| text.replace("\r\n", "\n"));
    let (Some(mine), Some(old), Some(new)) = (text(&here), text(old), text(new)) else {
        return (here, Some(What::Other));
    };
    let hunks = merge::hunks(&old, &new);
    match merge::merge(&mine, &old, &hunks) {
        Merged::Clean(text, passed_over) => (text.into_bytes(), Some(What::Merged(passed_over))),
        Merged::Untouched => (here, Some(What::Untouched(hunks))),
    }
}

impl Room {
    /// Whether changes were made in the learner's code.
    pub fn is_merged(&self) -> bool {
        self.changes.iter().any(|change| matches!(change.what, What::Merged(_)))
    }

    /// What became of the learner's work, for the learner.
    pub fn report(&self) -> String {
        let lesson = self.lesson.folder();
        let others = self.continued.join(" and ");
        let Some(folder) = &self.folder else {
            let others = if others.is_empty() { others } else { format!("; go on with {others}") };
            return format!("your work in {lesson}: the newer edition has no such lesson{others}\n");
        };
        let moved = if *folder == self.lesson.room() { String::new() } else { format!(", now in {folder}") };
        let mut text = if self.changes.is_empty() {
            format!("your work in {lesson}: as it was{moved}\n")
        } else {
            format!("your work in {lesson}{moved}: the starter has changed\n")
        };
        if !others.is_empty() {
            let _ = writeln!(text, "  a part of this lesson is in {others} now");
        }
        for Change { file, what } in &self.changes {
            let file = file.display();
            let (said, hunks) = match what {
                What::Merged(passed_over) if passed_over.is_empty() => {
                    ("the change is merged into your code", passed_over)
                }
                What::Merged(passed_over) => {
                    ("merged into your code, but for words in gaps that you have filled", passed_over)
                }
                What::Untouched(hunks) => ("your code as it was; what has changed around it", hunks),
                What::Gone => ("your code as it was; the newer starter has no such file", &Vec::new()),
                What::Other => ("your file as it was; the newer starter has another one of this name", &Vec::new()),
            };
            let _ = write!(text, "  {file}: {said}\n{}", merge::shown(hunks));
        }
        text
    }
}
