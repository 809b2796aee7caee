//! Whether somebody has saved a file of a room.
//!
//! The few files of a room are looked at several times a second: that costs next to nothing, and works on every file
//! system, also where nobody tells of changes, as on network drives and in containers.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use crate::files::Tree;
use crate::lessons::Lesson;
use crate::rooms::starters;

/// How long a file that was saved may be saved again without looking otherwise: two seconds on the coarsest file systems.
const COARSEST: Duration = Duration::from_secs(3);

/// A file as it looks from outside.
type Look = Vec<(PathBuf, u64, Option<SystemTime>)>;

/// The files of a room as they were last.
#[derive(Debug)]
pub struct Saves {
    lesson: Lesson,
    look: Look,
    content: Tree,
}

impl Saves {
    /// From now on.
    pub fn of(lesson: &Lesson) -> Self {
        let content = starters::room(lesson).unwrap_or_default();
        Self { lesson: lesson.clone(), look: look(lesson), content }
    }

    /// Whether what counts in the room is another than it was when this was asked last. What is being written just now is
    /// looked at the next time.
    pub fn is_new(&mut self) -> bool {
        let now = look(&self.lesson);
        if now == self.look && !is_recent(&now) {
            return false;
        }
        self.look = now;
        let Ok(content) = starters::room(&self.lesson) else { return false };
        // An editor that replaces a file takes the old one away for a moment.
        if content == self.content || look(&self.lesson) != self.look {
            return false;
        }
        self.content = content;
        true
    }
}

fn is_recent(look: &Look) -> bool {
    let newest = look.iter().filter_map(|(_, _, changed)| *changed).max();
    newest.is_some_and(|newest| newest.elapsed().is_ok_and(|age| age < COARSEST))
}

fn look(lesson: &Lesson) -> Look {
    let mut found = Look::new();
    let room = lesson.path(&lesson.room());
    add(&room.join("Cargo.toml"), &mut found);
    add(&room.join("src"), &mut found);
    found.sort_unstable();
    found
}

fn add(path: &Path, found: &mut Look) {
    let Ok(metadata) = fs::metadata(path) else { return };
    if metadata.is_dir() {
        for entry in fs::read_dir(path).into_iter().flatten().flatten() {
            add(&entry.path(), found);
        }
    } else {
        found.push((path.to_owned(), metadata.len(), metadata.modified().ok()));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::files;

    #[test]
    fn a_save_is_one_whatever_its_time_and_size_and_only_where_something_has_changed() {
        let root = std::env::temp_dir().join(format!("course-saves-{}", std::process::id()));
        let file = root.join("lessons/01-greet/src/server.rs");
        files::write(&file, b"one").unwrap();
        let lesson = Lesson::from_folder(&root, "01-greet").unwrap();
        let mut saves = Saves::of(&lesson);
        assert!(!saves.is_new());
        let time = fs::metadata(&file).unwrap().modified().unwrap();
        fs::write(&file, b"two").unwrap();
        fs::File::options().write(true).open(&file).unwrap().set_modified(time).unwrap();
        assert!(saves.is_new() && !saves.is_new());
        // Saved as it was.
        fs::write(&file, b"two").unwrap();
        assert!(!saves.is_new());
        // As editors do that write a new file in the place of the old one.
        let beside = root.join("lessons/01-greet/src/.server.rs.swp");
        fs::write(&beside, b"three").unwrap();
        assert!(!saves.is_new());
        fs::rename(&beside, &file).unwrap();
        assert!(saves.is_new());
        fs::write(root.join("lessons/01-greet/notes.md"), b"mine").unwrap();
        assert!(!saves.is_new());
        fs::remove_file(&file).unwrap();
        assert!(saves.is_new());
        fs::remove_dir_all(root).unwrap();
    }
}
