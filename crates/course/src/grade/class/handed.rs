//! What was handed in, read: of each room what counts, and of archives what is in them.

use std::fs;
use std::path::{Path, PathBuf};

use crate::error::{Error, Result};
use crate::files::{self, Tree};
use crate::grade::class::tools::Tools;
use crate::grade::class::unreadable;
use crate::grade::commands;
use crate::grade::desk::{Desk, Judgement, Verdict, Work};
use crate::grade::points::{Scale, Table};
use crate::grade::report::{Report, one_line};
use crate::grade::search::{Found, Search, Seeker, Unread};
use crate::grade::submission::{self, Sources};
use crate::lessons::Lesson;
use crate::rooms::depth::Depth;
use crate::rooms::starters::{self, Step};

/// How the depth of programs in another language is called.
const COMMANDS: &str = "commands";

/// What is looked for.
pub(super) struct Seeking<'a> {
    pub(super) all: &'a [Lesson],
    pub(super) wanted: &'a [Lesson],
    /// The teacher's file with commands.
    pub(super) programs: Option<&'a Path>,
    pub(super) tools: &'a Tools<'a>,
}

/// All that was handed in.
pub(super) struct All {
    pub(super) rooms: Vec<Handed>,
    pub(super) unread: Vec<Unread>,
}

impl All {
    /// Takes everything for the work of one student, who is called like what was named first.
    pub(super) fn take_for_one(&mut self, folders: &[&PathBuf]) {
        let named = folders.first().and_then(|folder| fs::canonicalize(folder).ok());
        let who = named.as_deref().and_then(Path::file_name).unwrap_or_default().to_string_lossy().into_owned();
        self.rooms.iter_mut().for_each(|room| room.found.who.clone_from(&who));
        self.unread.iter_mut().for_each(|unread| unread.who.clone_from(&who));
    }
}

/// A room, or the programs of a lesson, that was handed in.
pub(super) struct Handed {
    pub(super) found: Found,
    /// What counts of it, or why it cannot be read.
    pub(super) work: std::result::Result<Work, String>,
    notes: Vec<String>,
    is_untouched: bool,
    depth: String,
    scale: Scale,
}

impl Work {
    /// The same once more.
    pub(super) fn copy(&self) -> Self {
        match self {
            Self::Room(files) => Self::Room(files.clone()),
            Self::Programs(commands, files) => Self::Programs(commands.clone(), files.clone()),
        }
    }
}

impl Handed {
    /// What is known without running anything.
    pub(super) fn without_a_run(&self) -> Option<Judgement> {
        let verdict = match &self.work {
            Err(problem) => unreadable(problem),
            Ok(_) if self.is_untouched => Verdict::NotStarted,
            Ok(_) => return None,
        };
        Some(Judgement::without_tests(verdict))
    }

    /// What a person reads about it.
    pub(super) fn report(&self, judgement: Judgement) -> Report {
        let Found { who, lesson, place, .. } = &self.found;
        Report::new(who, lesson, (place.clone(), self.depth.clone()), &self.notes, judgement, &self.scale)
    }
}

/// Reads everything in these folders and files.
pub(super) fn read(desk: &Desk<'_>, folders: &[&PathBuf], seeking: &Seeking<'_>, table: &Table) -> Result<All> {
    let given = match seeking.programs {
        Some(file) => Some(commands::read(file, seeking.all, seeking.wanted)?),
        None => None,
    };
    let mut number = 0;
    let mut unpack = |file: &Path| {
        number += 1;
        seeking.tools.unpack(file, &desk.unpacked(number))
    };
    let mut seeker =
        Seeker { all: seeking.all, wanted: seeking.wanted, commands: given.as_deref(), unpack: &mut unpack };
    let mut empty = Vec::new();
    let mut all = All { rooms: Vec::new(), unread: Vec::new() };
    for folder in folders {
        let mut search = Search::default();
        seeker.look_into(folder, &mut search)?;
        if given.is_some() && holds_only_folders(folder) {
            cli::note(format_args!(
                "{name} holds folders only, and each DIR is one submission here: name them all, {name}/*",
                name = folder.display()
            ));
        }
        if search.found.is_empty() && search.unread.is_empty() {
            search.without.push(Seeker::without(folder)?);
            empty.push(folder);
        }
        // One among many costs only itself.
        for without in search.without {
            cli::note(format_args!("{}: {}", one_line(&without.place), without.problem));
            search.unread.push(without);
        }
        all.unread.extend(search.unread);
        for found in search.found {
            all.rooms.push(handed(found, table)?);
        }
    }
    match empty.first() {
        Some(folder) if empty.len() == folders.len() => Err(nothing_in(folder, seeking.wanted)),
        _ => Ok(all),
    }
}

/// Whether a folder is more likely to hold submissions than to be one.
fn holds_only_folders(folder: &Path) -> bool {
    let entries = submission::sorted(folder).unwrap_or_default();
    entries.len() > 1 && entries.iter().all(|entry| submission::is_folder(entry))
}

fn nothing_in(folder: &Path, wanted: &[Lesson]) -> Error {
    let example = wanted.first().map_or_else(String::new, Lesson::folder);
    Error::Other(format!(
        "{}: no room in there: a room is a folder called like its lesson, such as {example}, with a folder src",
        folder.display()
    ))
}

/// Reads what counts of something that was found.
fn handed(found: Found, table: &Table) -> Result<Handed> {
    let exercise = found.lesson.exercise()?;
    if let Some(commands) = found.commands.clone() {
        let scale = table.scale(&found.lesson, &exercise, Depth::Empty);
        let read = submission::whole(&found.folder).map_err(|error| error.to_string());
        let mut notes = found.notes.clone();
        let work = read.map(|Sources { files, notes: more }| {
            notes.extend(more);
            Work::Programs(commands, files)
        });
        return Ok(Handed { found, work, notes, is_untouched: false, depth: COMMANDS.to_owned(), scale });
    }
    let step = Step::read(&found.lesson)?;
    let depth = Depth::of_manifest(&manifest(&found.folder));
    let starter: Tree = starters::derive(&found.lesson, &step, &exercise, depth)?;
    let sources = submission::sources(&found.folder, &starter, &step.mains()).map_err(|error| error.to_string());
    let is_untouched = sources.as_ref().is_ok_and(|sources| submission::is_untouched(&sources.files, &starter));
    let mut notes = found.notes.clone();
    let work = sources.map(|Sources { files, notes: more }| {
        notes.extend(more);
        Work::Room(files)
    });
    let scale = table.scale(&found.lesson, &exercise, depth);
    Ok(Handed { found, work, notes, is_untouched, depth: depth.to_string(), scale })
}

/// The manifest of a room, which says at what depth it was begun.
fn manifest(room: &Path) -> Vec<u8> {
    const MOST: u64 = 1 << 20;
    let manifest = room.join("Cargo.toml");
    // A pipe of that name would be waited for.
    let is_file = fs::symlink_metadata(&manifest).is_ok_and(|found| found.is_file() && found.len() <= MOST);
    if is_file { files::read(&manifest).unwrap_or_default() } else { Vec::new() }
}
