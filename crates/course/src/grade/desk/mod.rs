//! Where rooms are graded: a private folder outside the course, in which only what counts is built, and from which
//! neither a reference nor its programs can be reached.
//!
//! Everything gets there by content: a file is written when it differs from what lies there, and then whatever was made
//! of it is forgotten. So no file time that a checkout or an archive brings along decides what is graded.

mod build;
mod compiler;
mod grader;
mod judgement;
mod ready;
mod run;

use std::collections::{BTreeMap, BTreeSet};
use std::env;
use std::fs::{self, File};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use std::sync::atomic::AtomicU32;
use std::thread;

pub use compiler::{dep_info, sources_in};
pub use grader::Grader;
pub use judgement::{Judgement, Verdict};

use crate::error::{Error, Result};
use crate::files::{self, Tree};
use crate::grade::commands::Commands;
use crate::grade::desk::compiler::not_built;
use crate::grade::desk::ready::{BuiltLesson, Over, Ready, broken_off};
use crate::grade::desk::run::Judged;
use crate::grade::isolation::{Isolation, PASSED_ON};
use crate::grade::load::{self, Room};
use crate::grade::private;
use crate::lessons::Lesson;
use crate::output;
use crate::rooms::starters::Step;

/// The package of the learner's own room on the desk.
pub const OWN: &str = "own";

/// A room, or programs in another language, to be graded.
#[derive(Debug)]
pub struct Entry {
    /// Letters and digits, a name for its package.
    pub id: String,
    /// The lesson.
    pub lesson: Lesson,
    pub work: Work,
}

/// What is graded.
#[derive(Debug)]
pub enum Work {
    /// A room: `src/…`
    Room(Tree),
    /// A folder, and the commands that start the programs in it.
    Programs(Commands, Tree),
}

impl Work {
    fn sources(&self) -> Option<&Tree> {
        match self {
            Self::Room(files) => Some(files),
            Self::Programs(..) => None,
        }
    }
}

/// The private folder. Only one process at a time works in it.
#[derive(Debug)]
pub struct Desk<'a> {
    root: &'a Path,
    folder: PathBuf,
    isolation: OnceLock<Isolation>,
    /// Whether it is the learner who waits, for the learner's own rooms.
    is_own: bool,
    /// What no program may see, wherever it lies.
    hidden: Vec<PathBuf>,
    runs: AtomicU32,
    /// From which other inputs are drawn than the published ones.
    seed: Option<String>,
    _lock: File,
}

impl<'a> Desk<'a> {
    /// Opens the folder for the course at `root`; waits while somebody else works in it.
    pub fn open(root: &'a Path) -> Result<Self> {
        Self::open_for(root, false)
    }

    /// The same for a learner's own rooms.
    pub fn open_own(root: &'a Path) -> Result<Self> {
        Self::open_for(root, true)
    }

    fn open_for(root: &'a Path, is_own: bool) -> Result<Self> {
        let root_name = fs::canonicalize(root).map_err(Error::io("read", root))?;
        let folder = private::temporary()?.join(format!("http-course-{:016x}", fingerprint(&private::own(&root_name))));
        private::make(&folder)?;
        private::check_settings(&folder)?;
        let path = folder.join("lock");
        let lock = File::create(&path).map_err(Error::io("write", &path))?;
        if lock.try_lock().is_err() {
            output::note("waiting for another `cargo course` that is grading");
            lock.lock().map_err(Error::io("lock", &path))?;
        }
        files::remove_folder(&folder.join("runs"))?;
        files::remove_folder(&folder.join("unpacked"))?;
        let (isolation, runs) = (OnceLock::new(), AtomicU32::new(0));
        let hidden = vec![root_name, folder.clone()];
        Ok(Self { root, folder, isolation, is_own, hidden, runs, seed: None, _lock: lock })
    }

    /// Draws the inputs of the tests from a seed.
    pub fn draw(&mut self, seed: &str) {
        self.seed = Some(seed.to_owned());
    }

    /// Keeps programs from seeing this folder.
    pub fn hide(&mut self, folder: &Path) {
        self.hidden.push(folder.to_owned());
    }

    /// What the programs are kept from.
    pub fn isolation(&self) -> Result<Isolation> {
        if let Some(known) = self.isolation.get() {
            return Ok(*known);
        }
        let scratch = self.scratch();
        let found = if self.is_own { Isolation::remembered(&scratch) } else { Isolation::of_system(&scratch) };
        let found = found?;
        Ok(*self.isolation.get_or_init(|| found))
    }

    /// Where it is tried what the system can do.
    fn scratch(&self) -> PathBuf {
        self.folder.join("try")
    }

    /// Grades rooms, some at a time, and hands out what was found in the order of the entries; `soon` is told of each as
    /// soon as it is known.
    ///
    /// Tests wait more than they compute, so the rooms of the next lesson are built while those of one are tested.
    pub fn judge(
        &self,
        entries: &[Entry],
        room: &Room,
        soon: &(dyn Fn(&Entry, &Judgement) + Sync),
        mut each: impl FnMut(&Entry, Judgement) -> Result<()>,
    ) -> Result<()> {
        // Lesson by lesson, and each in its order.
        let mut order: Vec<(usize, &Entry)> = entries.iter().enumerate().collect();
        order.sort_by(|(one, a), (other, b)| (&a.lesson.number, one).cmp(&(&b.lesson.number, other)));
        let ready = Ready::default();
        let mut found: BTreeMap<usize, Judgement> = BTreeMap::new();
        let mut next = 0;
        let judged = thread::scope(|scope| {
            scope.spawn(|| self.build_all(entries, &ready));
            let work = |(_, entry): &(usize, &Entry)| {
                let lesson = ready.lesson(&entry.lesson).ok_or_else(broken_off)?;
                let judgement = self.judge_one(entry, &lesson, room)?.with_paths_in(&entry.id);
                soon(entry, &judgement);
                Ok(judgement)
            };
            let judged = load::in_order(&order, room, work, |(index, _), judgement: Result<Judgement>| {
                found.insert(*index, judgement?);
                while let Some(judgement) = found.remove(&next) {
                    each(&entries[next], judgement)?;
                    next += 1;
                }
                Ok(())
            });
            ready.stop();
            judged
        });
        ready.failure().map_or(judged, Err)
    }

    /// Builds the rooms of all entries and the tests of their lessons, and says of each lesson when that is done.
    fn build_all(&self, entries: &[Entry], ready: &Ready) {
        let lessons: BTreeMap<&str, &Lesson> =
            entries.iter().map(|entry| (entry.lesson.number.as_str(), &entry.lesson)).collect();
        let _over = Over(ready);
        for lesson in lessons.into_values() {
            let is_last = match self.build_lesson(lesson, entries) {
                Ok(built) => ready.put(lesson, built),
                Err(error) => ready.fail(error),
            };
            if is_last {
                return;
            }
        }
    }

    fn build_lesson(&self, lesson: &Lesson, entries: &[Entry]) -> Result<BuiltLesson> {
        let of_lesson = entries.iter().filter(|entry| entry.lesson == *lesson);
        let rooms = of_lesson.filter_map(|entry| Some((&*entry.id, entry.work.sources()?)));
        let rooms: Vec<(&str, &Tree)> = rooms.collect();
        let built = if rooms.is_empty() { Vec::new() } else { self.build(lesson, &rooms)? };
        let programs = rooms.iter().map(|(id, _)| (*id).to_owned()).zip(built).collect();
        Ok(BuiltLesson { grader: self.grader(lesson)?, programs })
    }

    fn judge_one(&self, entry: &Entry, built: &BuiltLesson, room: &Room) -> Result<Judgement> {
        let (lesson, grader) = (&entry.lesson, &built.grader);
        match (&entry.work, built.programs.get(&entry.id)) {
            (Work::Programs(commands, files), _) => {
                room.with(|| self.run(lesson, false, grader, &Judged::Commands(commands, files)))
            }
            (Work::Room(_), Some(Ok(programs))) => {
                room.with(|| self.run(lesson, entry.id == OWN, grader, &Judged::Programs(programs)))
            }
            (Work::Room(_), Some(Err(verdict))) => Ok(Judgement::without_tests(verdict.clone())),
            (Work::Room(_), None) => Ok(Judgement::without_tests(not_built("it was not built".to_owned()))),
        }
    }

    /// Compiles all that rooms of a lesson and their tests stand on.
    pub fn prepare(&self, lesson: &Lesson) -> Result<()> {
        let step = Step::read(lesson)?;
        self.put_below(lesson, &self.below(lesson, &step)?)?;
        self.grader(lesson).map(drop)
    }

    /// A number for everything but the submission itself that the judgements of a lesson depend on.
    pub fn circumstances(&self, lesson: &Lesson) -> Result<u64> {
        let step = Step::read(lesson)?;
        let below = self.below(lesson, &step)?;
        let environment = PASSED_ON.map(env::var_os);
        Ok(fingerprint(&(below.fingerprint, self.grader(lesson)?.fingerprint, self.isolation()?, environment)))
    }

    /// A folder into which something that was handed in can be unpacked; it lasts until the next desk is opened.
    pub fn unpacked(&self, number: usize) -> PathBuf {
        self.folder.join("unpacked").join(number.to_string())
    }

    /// Removes what was made of rooms of others.
    pub fn clear(&self, entries: &[Entry]) -> Result<()> {
        files::remove_folder(&self.folder.join("unpacked"))?;
        let mut packages = BTreeSet::new();
        for entry in entries.iter().filter(|entry| entry.work.sources().is_some()) {
            files::remove_folder(&self.rooms(&entry.lesson).join("rooms").join(&entry.id))?;
            packages.insert(package(&entry.lesson, &entry.id));
        }
        self.forget(&packages, &["", "deps", "incremental", ".fingerprint"])
    }

    fn target(&self) -> PathBuf {
        self.folder.join("target")
    }

    fn rooms(&self, lesson: &Lesson) -> PathBuf {
        self.folder.join("rooms").join(lesson.folder())
    }

    /// The folder that is to a room what the course is to its own.
    fn beside(&self, lesson: &Lesson, id: &str) -> PathBuf {
        self.rooms(lesson).join("rooms").join(id)
    }

    fn member(&self, lesson: &Lesson, id: &str) -> PathBuf {
        self.beside(lesson, id).join(lesson.room())
    }

    /// Puts what is given where a room finds it.
    fn put_given(&self, lesson: &Lesson, id: &str, given: &Tree) -> Result<()> {
        self.put(&self.beside(lesson, id).join(lesson.reference()), &package(lesson, id), given)
    }

    /// Makes a folder hold exactly these files. When that changes anything, what was made of its package is forgotten.
    fn put(&self, folder: &Path, package: &str, tree: &Tree) -> Result<()> {
        let current = files::read_tree(folder)?;
        if current == *tree {
            return Ok(());
        }
        // A folder may lie where a file comes, if an earlier run broke off.
        files::remove_folder(folder)?;
        self.forget(&BTreeSet::from([package.to_owned()]), &[".fingerprint"])?;
        tree.iter().try_for_each(|(name, bytes)| files::write(&folder.join(name), bytes))
    }

    /// Removes what lies in these folders of the build under the names of packages.
    fn forget(&self, packages: &BTreeSet<String>, folders: &[&str]) -> Result<()> {
        let is_made = |name: &str| {
            let name = name.strip_prefix("lib").unwrap_or(name).replace('_', "-");
            let ends = name.match_indices(['-', '.']).map(|(end, _)| end).chain([name.len()]);
            ends.into_iter().any(|end| packages.contains(&name[..end]))
        };
        for folder in folders {
            let folder = self.target().join("debug").join(folder);
            for path in files::all_entries(&folder)? {
                if path.file_name().is_some_and(|name| is_made(&name.to_string_lossy())) {
                    files::remove(&path)?;
                }
            }
        }
        Ok(())
    }
}

fn package(lesson: &Lesson, id: &str) -> String {
    format!("room-{}-{id}", lesson.number)
}

fn fingerprint(value: &impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    value.hash(&mut hasher);
    hasher.finish()
}
