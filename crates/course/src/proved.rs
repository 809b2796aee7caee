//! What is proved already: `tests/proved.toml`.
//!
//! The proof of a lesson holds until something changes that goes into it. So the file notes, for each lesson that was
//! proved, a checksum of all that does: its reference with every crate of the course that it is built on, the harness among
//! them, its graded tests, its exercise, its bank, and the versions of all other crates.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use crate::error::{Error, Result};
use crate::files::{self, Tree};
use crate::lessons::Lesson;
use crate::manifest::{self, Reference};

const FILE: &str = "tests/proved.toml";

const HEAD: &str = "\
# Written by `cargo course prove`: which lessons were proved, with a checksum of all that goes into the proof. A lesson whose
# checksum is another one today is proved again by `cargo course prove --changed`.

";

/// The lessons that were proved, with the checksums of what they were then.
pub struct Proved {
    path: PathBuf,
    noted: BTreeMap<String, String>,
}

impl Proved {
    /// Reads the file; nothing is proved where there is none.
    pub fn read(root: &Path) -> Result<Self> {
        let path = root.join(FILE);
        if !path.exists() {
            return Ok(Self { path, noted: BTreeMap::new() });
        }
        let noted = toml::from_str(&files::read_text(&path)?).map_err(|error| Error::of(FILE, error.message()))?;
        Ok(Self { path, noted })
    }

    /// Whether a lesson was proved as it is now.
    pub fn holds(&self, root: &Path, lesson: &Lesson) -> Result<bool> {
        Ok(self.noted.get(&lesson.folder()) == Some(&checksum(root, lesson)?))
    }

    /// Notes that these lessons were proved as they are now, and these others were not.
    pub fn note(mut self, root: &Path, proved: &[Lesson], refuted: &[Lesson]) -> Result<()> {
        for lesson in refuted {
            self.noted.remove(&lesson.folder());
        }
        for lesson in proved {
            self.noted.insert(lesson.folder(), checksum(root, lesson)?);
        }
        let lines = self.noted.iter().map(|(lesson, checksum)| format!("{lesson} = \"{checksum}\"\n"));
        files::write(&self.path, (HEAD.to_owned() + &lines.collect::<String>()).as_bytes())
    }
}

/// The checksum of all that goes into the proof of a lesson.
fn checksum(root: &Path, lesson: &Lesson) -> Result<String> {
    let mut tree = Tree::new();
    for file in ["Cargo.toml", "Cargo.lock", &lesson.tests(), &lesson.exercise_file()] {
        tree.insert(file.to_owned(), files::read(&root.join(file))?);
    }
    let package = Reference::read(root, &lesson.reference())?;
    let mut crates: Vec<String> = manifest::crates(root, package.dependencies(true))?.into_values().collect();
    crates.push(lesson.reference());
    let sources = crates.iter().map(|folder| format!("{folder}/src"));
    let bank = ["wrong", "right"].map(|kind| format!("tests/{kind}/{}", lesson.folder()));
    for folder in sources.chain(bank) {
        let files = files::read_tree(&root.join(&folder))?.into_iter();
        tree.extend(files.map(|(name, bytes)| (format!("{folder}/{name}"), bytes)));
    }
    for file in crates.iter().map(|folder| format!("{folder}/Cargo.toml")) {
        let bytes = files::read(&root.join(&file))?;
        tree.insert(file, bytes);
    }
    Ok(format!("{:08x}", files::checksum(&tree)))
}
