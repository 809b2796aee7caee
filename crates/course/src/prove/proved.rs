//! What is proved already: `tests/proved.toml`.
//!
//! The proof of a lesson holds until something changes that goes into it. So the file notes, for each lesson that was
//! proved, a checksum of all that does: its reference with every crate of the course that it is built on, the harness among
//! them, its graded tests, its exercise, its bank, its hunts, and the versions of the other crates below these.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use serde::Deserialize;

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
    let lock = Lock::parse(&files::read_text(&root.join(LOCK))?)?;
    tree.insert(LOCK.to_owned(), lock.others(crates.keys().cloned().collect()).into_bytes());
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

const LOCK: &str = "Cargo.lock";

/// What Cargo has locked.
#[derive(Deserialize)]
struct Lock {
    #[serde(default)]
    package: Vec<Locked>,
}

#[derive(Deserialize)]
struct Locked {
    name: String,
    version: String,
    /// Where it comes from; the course's own have none.
    source: Option<String>,
    checksum: Option<String>,
    /// `syn`, or `syn 3.0.1` where there is more than one.
    #[serde(default)]
    dependencies: Vec<String>,
}

impl Lock {
    fn parse(text: &str) -> Result<Self> {
        toml::from_str(text).map_err(|error| Error::of(LOCK, error.message()))
    }

    /// The crates from elsewhere that these of the course, and all below them, are built on: what the rest of the course
    /// is built on changes nothing for them.
    fn others(&self, own: Vec<String>) -> String {
        let mut open = own;
        let mut seen = BTreeSet::new();
        let mut lines = BTreeSet::new();
        while let Some(wanted) = open.pop() {
            let mut words = wanted.split(' ');
            let (name, version) = (words.next(), words.next());
            let is_it = |found: &&Locked| {
                Some(found.name.as_str()) == name && version.is_none_or(|version| found.version == version)
            };
            for found in self.package.iter().filter(is_it) {
                if let (Some(source), checksum) = (&found.source, found.checksum.as_deref().unwrap_or_default()) {
                    lines.insert(format!("{} {} {source} {checksum}\n", found.name, found.version));
                }
                if seen.insert((&found.name, &found.version)) {
                    open.extend(found.dependencies.iter().cloned());
                }
            }
        }
        lines.into_iter().collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_a_crate_is_built_on_is_taken_from_the_lock_file() {
        let lock = Lock::parse(
            r#"
[[package]]
name = "response"
version = "0.1.0"
dependencies = ["harness", "syn 2.0.0"]

[[package]]
name = "harness"
version = "0.1.0"
dependencies = ["socket2"]

[[package]]
name = "course"
version = "0.1.0"
dependencies = ["harness", "syn 3.0.0", "toml"]

[[package]]
name = "socket2"
version = "0.6.0"
source = "registry"
checksum = "aa"
dependencies = ["libc"]

[[package]]
name = "libc"
version = "0.2.0"
source = "registry"
checksum = "bb"

[[package]]
name = "syn"
version = "2.0.0"
source = "registry"
checksum = "cc"

[[package]]
name = "syn"
version = "3.0.0"
source = "registry"
checksum = "dd"

[[package]]
name = "toml"
version = "1.0.0"
source = "registry"
checksum = "ee"
"#,
        )
        .unwrap();
        let expected = "libc 0.2.0 registry bb\nsocket2 0.6.0 registry aa\nsyn 2.0.0 registry cc\n";
        assert_eq!(lock.others(vec!["response".to_owned(), "harness".to_owned()]), expected);
    }
}
