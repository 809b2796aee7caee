//! Rooms of others: where they lie in what was handed in, and what of them counts.

use std::fs::{self, FileType};
use std::path::{Path, PathBuf};

use crate::error::{Error, Result};
use crate::files::{self, Tree};
use crate::lessons::Lesson;
use crate::output;
use crate::rooms::starters;

/// More than any solution needs, and little enough to be read.
const LARGEST_FILE: u64 = 1 << 20;
const MOST_FILES: usize = 500;
const MOST_OCTETS: usize = 8 << 20;

/// How deep below a folder that was named rooms are looked for: `class/group/student/archive/clone/lessons/NN-name`.
const DEPTH: usize = 6;

/// Folders in which others are called like rooms: the references, what was built, and what archives made on macOS hold
/// beside the files.
const NO_ROOMS: [&str; 3] = ["crates", "target", "__MACOSX"];

/// A room, and whose it is.
#[derive(Debug)]
pub struct Found {
    /// The folder that holds the rooms, as a name for a person.
    pub who: String,
    /// The lesson.
    pub lesson: Lesson,
    /// The room.
    pub folder: PathBuf,
}

/// What counts of a room.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sources {
    /// `src/…`
    pub files: Tree,
    /// What does not count although it is not the starter's, and what the starter had to lend.
    pub notes: Vec<String>,
}

/// What was found in a folder that was named.
#[derive(Debug, Default)]
pub struct Search {
    /// The rooms, in order.
    pub rooms: Vec<Found>,
    /// Folders without a room, beside others that have some, and archives that nobody has unpacked.
    pub without: Vec<String>,
}

/// The rooms in a folder: itself, when it is called `NN-name`; otherwise all below it.
pub fn find(folder: &Path, lessons: &[Lesson]) -> Result<Search> {
    let top = fs::canonicalize(folder).map_err(Error::io("read", folder))?;
    let mut search = Search::default();
    look(&top, &top, lessons, 0, &mut search)?;
    // As it was typed.
    for path in &mut search.without {
        if let Ok(below) = Path::new(path.as_str()).strip_prefix(&top) {
            *path = folder.join(below).display().to_string();
        }
    }
    Ok(search)
}

/// Says whether there are rooms.
fn look(top: &Path, folder: &Path, lessons: &[Lesson], depth: usize, search: &mut Search) -> Result<bool> {
    if let Some(lesson) = lessons.iter().find(|lesson| is_room(folder, lesson)) {
        search.rooms.push(Found { who: who(top, folder), lesson: lesson.clone(), folder: folder.to_owned() });
        return Ok(true);
    }
    // A whole course has its rooms in one place; its other folders are called like lessons too.
    let rooms = folder.join("lessons");
    if is_folder(&rooms) {
        return look(top, &rooms, lessons, DEPTH - 1, search);
    }
    let (mut have, mut have_none, mut is_somebodys) = (false, Vec::new(), false);
    if depth < DEPTH {
        for entry in sorted(folder)? {
            let name = entry.file_name().unwrap_or_default();
            if !is_folder(&entry) {
                have_none.extend(is_archive(&entry).then_some(entry));
            } else if !NO_ROOMS.iter().any(|other| name == *other) {
                is_somebodys |= lessons.iter().any(|lesson| is_room(&entry, lesson));
                match look(top, &entry, lessons, depth + 1, search) {
                    Ok(true) => have = true,
                    Ok(false) => have_none.push(entry),
                    Err(error) => output::note(format_args!("left out: {error}")),
                }
            }
        }
    }
    if have && !is_somebodys {
        search.without.extend(have_none.iter().map(|path| path.display().to_string()));
    }
    Ok(have)
}

fn is_room(folder: &Path, lesson: &Lesson) -> bool {
    folder.file_name().is_some_and(|name| name == lesson.folder().as_str()) && folder.join("src").is_dir()
}

/// Whether a file is an archive beside which there is nothing that was unpacked from it.
fn is_archive(file: &Path) -> bool {
    const ENDINGS: [&str; 8] = [".zip", ".tar", ".tgz", ".tar.gz", ".tar.xz", ".tar.bz2", ".7z", ".rar"];
    let Some(name) = file.file_name().and_then(|name| name.to_str()) else { return false };
    let stem = ENDINGS.iter().find_map(|ending| name.strip_suffix(ending));
    stem.is_some_and(|stem| !is_folder(&file.with_file_name(stem)))
}

/// The folder that holds the room, from below the one that was named; above it, where there is nothing between them.
fn who(top: &Path, room: &Path) -> String {
    let holder = |path: &Path| {
        let above = path.parent().unwrap_or(path);
        if above.file_name().is_some_and(|name| name == "lessons") { above.parent() } else { Some(above) }
            .map(Path::to_owned)
    };
    let holder = holder(room).unwrap_or_default();
    let below = holder.strip_prefix(top).unwrap_or(Path::new(""));
    let named = if below.as_os_str().is_empty() { holder.file_name().map_or(below, Path::new) } else { below };
    named.display().to_string()
}

/// What counts of the room in this folder: the sources that the starter has, and Rust sources of the learner's own
/// below `src/`. Links are not followed. Where one of `mains` is missing, without which a package cannot even be
/// described, the starter's stands in for it.
pub fn sources(folder: &Path, starter: &Tree, mains: &[String]) -> Result<Sources> {
    let mut sources = Sources { files: Tree::new(), notes: Vec::new() };
    let src = folder.join("src");
    if !is_folder(&src) {
        return Err(Error::Other("there is no folder src".to_owned()));
    }
    collect(&src, "src/", starter, &mut sources)?;
    for name in mains {
        if let Some(bytes) = starter.get(name).filter(|_| !sources.files.contains_key(name)) {
            sources.notes.push(format!("{name} is missing, the starter's stands in for it"));
            sources.files.insert(name.clone(), bytes.clone());
        }
    }
    sources.notes.extend(not_counted(folder, starter));
    Ok(sources)
}

fn collect(folder: &Path, prefix: &str, starter: &Tree, sources: &mut Sources) -> Result<()> {
    for path in sorted(folder)? {
        let Some(name) = path.file_name().and_then(|name| name.to_str()) else {
            sources.notes.push(format!("{} does not count: its name is not UTF-8", path.display()));
            continue;
        };
        let name = format!("{prefix}{name}");
        let kind = kind(&path)?;
        if kind.is_dir() {
            collect(&path, &format!("{name}/"), starter, sources)?;
        } else if !kind.is_file() {
            sources.notes.push(format!("{name} does not count: it is no file but a link or something else"));
        } else if files::is_rust(&name) || starter.contains_key(&name) {
            let size = fs::metadata(&path).map_err(Error::io("read", &path))?.len();
            if size > LARGEST_FILE {
                return Err(Error::Other(format!("{name} has {size} octets; no source is longer than {LARGEST_FILE}")));
            }
            sources.files.insert(name, files::read(&path)?);
            let octets: usize = sources.files.values().map(Vec::len).sum();
            if sources.files.len() > MOST_FILES || octets > MOST_OCTETS {
                return Err(Error::Other(format!("more than {MOST_FILES} files or {MOST_OCTETS} octets in src")));
            }
        } else {
            sources.notes.push(format!("{name} does not count: it is no Rust source"));
        }
    }
    Ok(())
}

/// What else lies in the room and could have been meant to count.
fn not_counted(folder: &Path, starter: &Tree) -> Vec<String> {
    let mut notes = Vec::new();
    let manifest = folder.join("Cargo.toml");
    let is_the_courses = |found: fs::Metadata| {
        found.is_file()
            && found.len() <= LARGEST_FILE
            && files::read(&manifest).ok().as_ref() == starter.get("Cargo.toml")
    };
    if fs::symlink_metadata(&manifest).is_ok_and(|found| !is_the_courses(found)) {
        notes.push("Cargo.toml does not count: rooms are built with the course's".to_owned());
    }
    for name in ["build.rs", "tests", ".cargo"] {
        if fs::symlink_metadata(folder.join(name)).is_ok() {
            notes.push(format!("{name} does not count"));
        }
    }
    notes
}

/// Whether these sources are the starter's.
pub fn is_untouched(sources: &Tree, starter: &Tree) -> bool {
    sources.iter().eq(starter.iter().filter(|(name, _)| starters::is_source(name)))
}

fn is_folder(path: &Path) -> bool {
    fs::symlink_metadata(path).is_ok_and(|found| found.is_dir())
}

fn kind(path: &Path) -> Result<FileType> {
    Ok(fs::symlink_metadata(path).map_err(Error::io("read", path))?.file_type())
}

/// What lies in a folder, hidden things left out.
fn sorted(folder: &Path) -> Result<Vec<PathBuf>> {
    let entries = fs::read_dir(folder).map_err(Error::io("read", folder))?;
    let mut paths = Vec::new();
    for entry in entries {
        let entry = entry.map_err(Error::io("read", folder))?;
        if !entry.file_name().as_encoded_bytes().starts_with(b".") {
            paths.push(entry.path());
        }
    }
    paths.sort();
    Ok(paths)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whose_a_room_is_says_the_folder_around_it() {
        let who = |top: &str, room: &str| who(Path::new(top), Path::new(room));
        assert_eq!(who("/class", "/class/ann/lessons/01-one-way"), "ann");
        assert_eq!(who("/class", "/class/ann/clone/lessons/01-one-way").replace('\\', "/"), "ann/clone");
        assert_eq!(who("/class", "/class/ann/01-one-way"), "ann");
        assert_eq!(who("/class/ann", "/class/ann/lessons/01-one-way"), "ann");
        assert_eq!(who("/class/ann/lessons/01-one-way", "/class/ann/lessons/01-one-way"), "ann");
        assert_eq!(who("/class/ann/01-one-way", "/class/ann/01-one-way"), "ann");
    }
}
