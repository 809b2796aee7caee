//! What counts of what was handed in.

use std::fs::{self, FileType};
use std::path::{Path, PathBuf};

use crate::error::{Error, Result};
use crate::files::{self, Tree};
use crate::rooms::starters;

/// More than any solution needs, and little enough to be read.
const LARGEST_FILE: u64 = 1 << 20;
const MOST_FILES: usize = 500;
const MOST_OCTETS: usize = 8 << 20;

/// The same for programs in another language, which may bring libraries.
const LARGEST_OTHER: u64 = 8 << 20;
const MOST_OTHER_FILES: usize = 2_000;
const MOST_OTHER_OCTETS: usize = 32 << 20;

/// Folders that are made of others, and of which nothing is needed.
const MADE: [&str; 3] = ["target", "node_modules", "__pycache__"];

/// What counts of a room.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sources {
    /// `src/…`
    pub files: Tree,
    /// What does not count although it is not the starter's, and what the starter had to lend.
    pub notes: Vec<String>,
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
    if !mains.is_empty() && !mains.iter().any(|name| sources.files.contains_key(name)) {
        return Err(Error::Other(format!("it has none of {}", mains.join(", "))));
    }
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

/// Everything in this folder that programs in another language may be made of. Links are not followed.
pub fn whole(folder: &Path) -> Result<Sources> {
    let mut sources = Sources { files: Tree::new(), notes: Vec::new() };
    collect_all(folder, "", &mut sources)?;
    Ok(sources)
}

fn collect_all(folder: &Path, prefix: &str, sources: &mut Sources) -> Result<()> {
    for path in sorted(folder)? {
        let Some(name) = path.file_name().and_then(|name| name.to_str()) else {
            sources.notes.push(format!("{} does not count: its name is not UTF-8", path.display()));
            continue;
        };
        if MADE.contains(&name) {
            continue;
        }
        let name = format!("{prefix}{name}");
        let kind = kind(&path)?;
        if kind.is_dir() {
            collect_all(&path, &format!("{name}/"), sources)?;
        } else if !kind.is_file() {
            sources.notes.push(format!("{name} does not count: it is no file but a link or something else"));
        } else {
            let size = fs::metadata(&path).map_err(Error::io("read", &path))?.len();
            if size > LARGEST_OTHER {
                sources.notes.push(format!("{name} does not count: it has more than {LARGEST_OTHER} octets"));
                continue;
            }
            sources.files.insert(name, fs::read(&path).map_err(Error::io("read", &path))?);
            let octets: usize = sources.files.values().map(Vec::len).sum();
            if sources.files.len() > MOST_OTHER_FILES || octets > MOST_OTHER_OCTETS {
                let problem = format!("more than {MOST_OTHER_FILES} files or {MOST_OTHER_OCTETS} octets");
                return Err(Error::Other(problem));
            }
        }
    }
    Ok(())
}

/// Whether these sources are the starter's.
pub fn is_untouched(sources: &Tree, starter: &Tree) -> bool {
    sources.iter().eq(starter.iter().filter(|(name, _)| starters::is_source(name)))
}

/// Whether there is a folder, and no link to one.
pub fn is_folder(path: &Path) -> bool {
    fs::symlink_metadata(path).is_ok_and(|found| found.is_dir())
}

fn kind(path: &Path) -> Result<FileType> {
    Ok(fs::symlink_metadata(path).map_err(Error::io("read", path))?.file_type())
}

/// What lies in a folder, hidden things left out.
pub fn sorted(folder: &Path) -> Result<Vec<PathBuf>> {
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
