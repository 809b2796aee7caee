//! What is proved already: `tests/proved.toml`.
//!
//! The proof of a lesson holds until something changes that goes into it. So the file notes, for each lesson that was
//! proved, a checksum of all that does: its reference with every crate of the course that it is built on, the harness among
//! them, its graded tests, its exercise, its bank, its hunts, and the versions of the other crates below these.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use crate::cargo;
use crate::error::{Error, Result};
use crate::files;
use crate::learn::hunt;
use crate::lessons::Lesson;
use crate::rooms::depth::Depth;
use crate::rooms::manifest::{self, Reference};
use crate::rooms::starters::Step;

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

    /// Whether a lesson with this checksum was proved.
    pub fn holds(&self, lesson: &Lesson, checksum: &str) -> bool {
        self.noted.get(&lesson.folder()).is_some_and(|noted| noted == checksum)
    }

    /// Notes what came of the proof of these lessons, with the checksums that they had when it began. The ones whose folders
    /// stand in `refuted` are not proved, nor are those without.
    pub fn note(
        mut self,
        lessons: impl IntoIterator<Item = (Lesson, Option<String>)>,
        refuted: &[String],
    ) -> Result<()> {
        for (lesson, checksum) in lessons {
            let folder = lesson.folder();
            match checksum.filter(|_| !refuted.contains(&folder)) {
                Some(checksum) => self.noted.insert(folder, checksum),
                None => self.noted.remove(&folder),
            };
        }
        let lines = self.noted.iter().map(|(lesson, checksum)| format!("{lesson} = \"{checksum}\"\n"));
        files::write(&self.path, (HEAD.to_owned() + &lines.collect::<String>()).as_bytes())
    }
}

/// What plays hunts.
const PLAYER: &str = "crates/course/src/learn/hunt";

/// The checksum of all that goes into the proof of a lesson.
pub fn checksum(root: &Path, lesson: &Lesson) -> Result<String> {
    let mut tree = lesson.read_tests()?;
    let file = lesson.exercise_file();
    let bytes = files::read(&root.join(&file))?;
    tree.insert(file, bytes);
    let hunts = hunt::file(lesson);
    if root.join(&hunts).exists() {
        let bytes = files::read(&root.join(&hunts))?;
        tree.insert(hunts, bytes);
    }
    let package = Reference::read(root, &lesson.reference())?;
    let mut crates = manifest::crates(root, package.dependencies(true))?;
    crates.insert(package.package().to_owned(), lesson.reference());
    tree.insert("Cargo.lock".to_owned(), cargo::tree(root, package.package())?.into_bytes());
    let crates: Vec<String> = crates.into_values().collect();
    let sources = crates.iter().map(|folder| format!("{folder}/src"));
    let bank = ["wrong", "right"].map(|kind| format!("tests/{kind}/{}", lesson.folder()));
    for folder in sources.chain(bank) {
        let files = files::read_tree(&root.join(&folder))?.into_iter();
        tree.extend(files.map(|(name, bytes)| (format!("{folder}/{name}"), bytes)));
    }
    // What is derived from all that, and how hunts are played, is proved too.
    let (step, exercise) = (Step::read(lesson)?, lesson.exercise()?);
    for depth in [Depth::Guided, Depth::Build] {
        let starter = depth.sources(lesson, &step, &exercise)?.into_iter();
        tree.extend(starter.map(|(name, bytes)| (format!("{depth}/{name}"), bytes)));
    }
    let player = files::read_tree(&root.join(PLAYER)).unwrap_or_default().into_iter();
    tree.extend(player.map(|(name, bytes)| (format!("{PLAYER}/{name}"), bytes)));
    for file in crates.iter().map(|folder| format!("{folder}/Cargo.toml")) {
        let bytes = files::read(&root.join(&file))?;
        tree.insert(file, bytes);
    }
    Ok(format!("{:08x}", files::checksum(&tree)))
}
