//! Where rooms are graded: a private folder outside the course, in which only what counts is built, and from which
//! neither a reference nor its programs can be reached.
//!
//! Everything gets there by content: a file is written when it differs from what lies there, and then whatever was made
//! of it is forgotten. So no file time that a checkout or an archive brings along decides what is graded.

use std::collections::{BTreeMap, BTreeSet};
use std::env::{self, consts::EXE_SUFFIX};
use std::fs::{self, File};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Component, Path, PathBuf};
use std::process::Command;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, OnceLock, PoisonError};
use std::thread;
use std::time::Duration;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::bounded::{self, Ended};
use crate::cargo::{self, Build};
use crate::error::{Error, Result};
use crate::files::{self, Tree};
use crate::grade::bar;
use crate::grade::commands::Commands;
use crate::grade::drawn::{self, Drawn};
use crate::grade::isolation::{self, Isolation, NOT_MADE, PASSED_ON, Place, Programs, WORK};
use crate::grade::libtest::{LIMIT, PATIENT, THREADS, threads};
use crate::grade::load::{self, Room};
use crate::grade::private;
use crate::grade::programs::NOT_JUDGED;
use crate::grade::results::{self, Kind, Test};
use crate::lessons::Lesson;
use crate::output;
use crate::rooms::depth::Depth;
use crate::rooms::given;
use crate::rooms::manifest;
use crate::rooms::starters::{self, Step};
use crate::terminal;

/// The package of the learner's own room on the desk.
pub const OWN: &str = "own";

/// How long cargo may take, and each process that it starts may compute.
#[derive(Debug, Clone, Copy)]
struct Limit {
    whole: Duration,
    /// In seconds. A room that takes longer is lost alone, however much else the machine has to do; only Linux keeps it.
    process: Option<u64>,
}

/// For one room when everything below it is built, and how much longer for each further one.
const BUILD_LIMIT: Limit = Limit { whole: Duration::from_mins(2), process: Some(60) };
const BUILD_LIMIT_MORE: Duration = Duration::from_secs(15);

/// For everything below a room, on a slow machine.
const DEPENDENCIES_LIMIT: Limit = Limit { whole: Duration::from_mins(30), process: None };

/// How everything on the desk is compiled. Nobody looks at these programs with a debugger, and most are compiled once:
/// what rustc puts aside for a second time, and the many parts that it makes of a crate for that, take a third of its time.
const PROFILE: [&str; 4] = [
    "profile.dev.debug=false",
    "profile.dev.incremental=false",
    "profile.dev.codegen-units=1",
    // Libraries are compiled before anybody waits for a grade, and on all cores.
    "profile.dev.package.\"*\".codegen-units=16",
];

/// What else decides how something is compiled.
const COMPILED_WITH: [&str; 5] = ["CARGO", "RUSTC", "RUSTFLAGS", "RUSTUP_HOME", "RUSTUP_TOOLCHAIN"];

/// The room with nothing filled in, with which everything below a room is built before anybody's own code is.
const STARTER: &str = "starter";

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

/// What was found out about a room.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Judgement {
    /// In one word, as it were.
    pub verdict: Verdict,
    /// Each test, in the order of their file; none where it never came to that.
    pub tests: Vec<Test>,
    /// What the tests could not look at on this system, and why.
    pub left_out: Vec<String>,
}

/// What a room is worth.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Verdict {
    /// All tests pass.
    Solved,
    /// Some tests fail.
    InWork,
    /// The sources are those of the starter.
    NotStarted,
    /// The compiler refuses them, in these words.
    DoesNotCompile(String),
    /// They are made of more than a room's own sources.
    Outside(String),
    /// The tests could not judge them.
    NoResult(String),
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

/// The graded tests of a lesson, compiled.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Grader {
    /// Of everything it was made of.
    fingerprint: u64,
    pub executable: PathBuf,
    /// The tests, in the order of their file.
    pub names: Vec<String>,
    /// From which messages are cut in two, where they are.
    #[serde(default)]
    cuts: Option<String>,
}

/// The programs of a room, or why there are none.
type Built = std::result::Result<Vec<(String, PathBuf)>, Verdict>;

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
        for entry in entries.iter().filter(|entry| entry.work.sources().is_some()) {
            files::remove_folder(&self.rooms(&entry.lesson).join("rooms").join(&entry.id))?;
            self.forget(&package(&entry.lesson, &entry.id), &["", "deps", "incremental", ".fingerprint"])?;
        }
        Ok(())
    }

    fn target(&self) -> PathBuf {
        self.folder.join("target")
    }

    fn rooms(&self, lesson: &Lesson) -> PathBuf {
        self.folder.join("rooms").join(lesson.folder())
    }

    /// Compiles the graded tests of a lesson, where they are not what they were the last time.
    pub fn grader(&self, lesson: &Lesson) -> Result<Grader> {
        let workspace = self.folder.join(if self.seed.is_some() { "drawn" } else { "graders" });
        let step = Step::read(lesson)?;
        let Drawn { tests, cuts } = drawn::tests(self.root, lesson, self.seed.as_deref())?;
        let sources: String = tests.values().map(|bytes| String::from_utf8_lossy(bytes)).collect();
        // Cargo tells packages apart by their names and by their places in a workspace, and both are built into one folder.
        let package = format!("{}-{}", if self.seed.is_some() { "drawn" } else { "grade" }, lesson.number);
        let manifest = step.manifest.tests(&package, &format!("../{}", lesson.tests()), &sources);
        let crates = self.crates(&manifest::Reference::parse("Cargo.toml", &manifest)?, true)?;
        let member = Tree::from([("Cargo.toml".to_owned(), manifest.into_bytes())]);
        let print = fingerprint(&(&crates, &tests, &cuts, &member, self.workspace_files(&[])?, PROFILE));
        let stamp = workspace.join(format!("{}.json", lesson.folder()));
        let known = fs::read_to_string(&stamp).ok().and_then(|text| serde_json::from_str::<Grader>(&text).ok());
        if let Some(grader) = known.filter(|known| known.fingerprint == print && known.executable.is_file()) {
            return Ok(grader);
        }
        bar::note(format_args!("compiling the graded tests of lesson {}", lesson.number));
        for (name, tree) in &crates {
            self.put(&workspace.join("crates").join(name), name, tree)?;
        }
        self.put(&workspace.join("tests"), &package, &tests)?;
        self.put(&workspace.join(lesson.folder()), &package, &member)?;
        for (name, bytes) in self.workspace_files(&[lesson.folder()])? {
            files::write(&workspace.join(name), &bytes)?;
        }
        let args = ["test", "--no-run", "--offline", "--test", "grade", "--package", &package];
        let build = self.cargo(&workspace, &args, DEPENDENCIES_LIMIT, false)?;
        let Some(executable) = build.executable(&workspace.join(lesson.folder()), "grade", true) else {
            let said = build.diagnostics.iter().find(|said| said.is_error).map_or("", |said| &said.text);
            return Err(Error::of(&lesson.tests(), format!("the graded tests do not compile\n{said}")));
        };
        let list = bounded::run(Command::new(executable).arg("--list"), Duration::from_mins(1));
        let list = list.map_err(Error::io("run", executable))?;
        let names = results::listed(&String::from_utf8_lossy(&list.stdout));
        let grader = Grader { fingerprint: print, executable: executable.to_owned(), names, cuts };
        let text = serde_json::to_string(&grader).map_err(|error| Error::Other(error.to_string()))?;
        files::write(&stamp, text.as_bytes())?;
        Ok(grader)
    }

    /// Builds the programs of rooms of one lesson. Each is a package of its own, made of its sources and the course's
    /// manifest.
    fn build(&self, lesson: &Lesson, rooms: &[(&str, &Tree)]) -> Result<Vec<Built>> {
        let step = Step::read(lesson)?;
        let below = self.below(lesson, &step)?;
        let trees: Vec<(&str, Tree)> =
            rooms.iter().map(|(id, files)| (*id, Self::package_of(lesson, &step, id, files))).collect();
        let own = match &trees[..] {
            [(OWN, tree)] => Some(OwnBuild::new(&self.rooms(lesson), &below, tree)),
            _ => None,
        };
        if let Some(programs) = own.as_ref().and_then(OwnBuild::recall) {
            return Ok(vec![Ok(programs)]);
        }
        own.as_ref().map_or(Ok(()), OwnBuild::forget)?;
        self.put_below(lesson, &below)?;
        for (id, tree) in &trees {
            self.put_given(lesson, id, &below.given)?;
            self.put(&self.member(lesson, id), &package(lesson, id), tree)?;
        }
        if rooms.len() > 1 {
            bar::note(format_args!("compiling {} rooms of lesson {}", rooms.len(), lesson.number));
        }
        let ids: Vec<&str> = rooms.iter().map(|(id, _)| *id).collect();
        let more = BUILD_LIMIT_MORE * u32::try_from(ids.len()).unwrap_or(u32::MAX);
        let limit = Limit { whole: BUILD_LIMIT.whole + more, ..BUILD_LIMIT };
        // What goes wrong for all of them together is looked for in each of them alone.
        let mut build = self.build_rooms(lesson, &ids, limit).unwrap_or_default();
        let refused = |id: &&str| refusal(&build, &self.member(lesson, id)).is_some();
        let (refused, good): (Vec<&str>, Vec<&str>) = ids.into_iter().partition(refused);
        if !refused.is_empty() && !good.is_empty() {
            // Cargo writes down what programs are made of only where all goes well.
            let again = self.build_rooms(lesson, &good, limit).unwrap_or_default();
            build.executables = again.executables;
        }
        let built: Vec<Built> =
            rooms.iter().map(|(id, _)| self.programs(lesson, &step, id, &build)).collect::<Result<_>>()?;
        if let (Some(own), [Ok(programs)]) = (own, &built[..]) {
            own.remember(programs)?;
        }
        Ok(built)
    }

    /// The files of the package that a room becomes.
    fn package_of(lesson: &Lesson, step: &Step, id: &str, files: &Tree) -> Tree {
        let name = lesson.package().replace('-', "_");
        let own_library = (files.contains_key("src/lib.rs") && !step.has_library()).then_some(name.as_str());
        let manifest = step.manifest.graded(&package(lesson, id), step.has_library(), own_library);
        let mut tree = files.clone();
        tree.insert("Cargo.toml".to_owned(), manifest.into_bytes());
        tree
    }

    /// What lies below the rooms of a lesson.
    fn below(&self, lesson: &Lesson, step: &Step) -> Result<Below> {
        let crates = self.crates(&step.manifest, false)?;
        let exercise = lesson.exercise()?;
        let given = given::files(step, &exercise, Depth::Guided)?;
        let mut starter = starters::derive(lesson, step, &exercise, Depth::Guided)?;
        let manifest = step.manifest.graded(&package(lesson, STARTER), step.has_library(), None);
        starter.insert("Cargo.toml".to_owned(), manifest.into_bytes());
        let fingerprint = fingerprint(&(&crates, &starter, &given, self.workspace_files(&[])?, PROFILE));
        Ok(Below { fingerprint, crates, starter, given })
    }

    /// Builds what lies below the rooms of a lesson, together with the starter.
    fn put_below(&self, lesson: &Lesson, below: &Below) -> Result<()> {
        let workspace = self.rooms(lesson);
        let Below { fingerprint, crates, starter, given } = below;
        for (name, tree) in crates {
            self.put(&workspace.join("crates").join(name), name, tree)?;
        }
        for old in files::names(&workspace.join("crates"))?.iter().filter(|name| !crates.contains_key(*name)) {
            files::remove_folder(&workspace.join("crates").join(old))?;
        }
        let stamp = workspace.join("below");
        let print = fingerprint.to_string();
        if fs::read_to_string(&stamp).is_ok_and(|known| known == print) {
            return Ok(());
        }
        bar::note(format_args!("compiling what lesson {} is built on", lesson.number));
        self.put_given(lesson, STARTER, given)?;
        self.put(&self.member(lesson, STARTER), &package(lesson, STARTER), starter)?;
        let build = self.build_rooms(lesson, &[STARTER], DEPENDENCIES_LIMIT)?;
        if let Some(said) = build.diagnostics.iter().find(|said| said.is_error) {
            return Err(Error::Other(format!(
                "the starter of lesson {} does not compile\n{}",
                lesson.number, said.text
            )));
        }
        files::write(&stamp, print.as_bytes())
    }

    fn build_rooms(&self, lesson: &Lesson, ids: &[&str], limit: Limit) -> Result<Build> {
        let workspace = self.rooms(lesson);
        let members: Vec<String> = ids.iter().map(|id| format!("rooms/{id}/{}", lesson.room())).collect();
        for (name, bytes) in self.workspace_files(&members)? {
            files::write(&workspace.join(name), &bytes)?;
        }
        let packages: Vec<String> = ids.iter().map(|id| package(lesson, id)).collect();
        let mut args = vec!["build", "--bins", "--keep-going", "--offline"];
        args.extend(packages.iter().flat_map(|package| ["--package", package]));
        // The tests of other rooms run meanwhile, and their time counts.
        let is_polite = ids != [OWN];
        // The learner's own is compiled again with each save.
        let again = ["incremental=true", "codegen-units=256"];
        let again = again.map(|set| format!("profile.dev.package.{}.{set}", package(lesson, OWN)));
        if ids == [OWN] {
            args.extend(again.iter().flat_map(|set| ["--config", set]));
        }
        self.cargo(&workspace, &args, limit, is_polite)
    }

    /// Finds the programs of a room in what was built, or says why there are none.
    fn programs(&self, lesson: &Lesson, step: &Step, id: &str, build: &Build) -> Result<Built> {
        let folder = self.member(lesson, id);
        let found = |build: &Build| {
            if let Some(verdict) = refusal(build, &folder) {
                return Some(Err(verdict));
            }
            let programs = step.manifest.programs.iter().map(|program| {
                let name = step.manifest.program_name(program, &package(lesson, id));
                let path = build.executable(&folder, &name, false)?;
                Some((step.manifest.program_name(program, &lesson.package()), path.to_owned()))
            });
            programs.collect::<Option<Vec<_>>>().map(Ok)
        };
        let programs = match found(build) {
            Some(programs) => programs,
            None => match self.build_rooms(lesson, &[id], BUILD_LIMIT) {
                Err(Error::Program { problem, .. }) => Err(not_built(problem)),
                Err(error) => return Err(error),
                Ok(build) => found(&build).unwrap_or_else(|| {
                    Err(Verdict::DoesNotCompile("cargo built no program and did not say why".to_owned()))
                }),
            },
        };
        let Ok(made) = &programs else {
            return Ok(programs);
        };
        for (_, program) in made {
            if let Some(file) = self.outside(lesson, id, program)? {
                return Ok(Err(Verdict::Outside(format!(
                    "it includes {}: only the files of the room itself count",
                    file.display()
                ))));
            }
        }
        Ok(programs)
    }

    /// A source of a program that is neither the room's own nor of a crate below it, as cargo wrote it down.
    fn outside(&self, lesson: &Lesson, id: &str, program: &Path) -> Result<Option<PathBuf>> {
        let file = dep_info(program);
        let text = fs::read_to_string(&file).map_err(Error::io("read", &file))?;
        let (room, crates) = (self.member(lesson, id).join("src"), self.rooms(lesson).join("crates"));
        let given = self.beside(lesson, id).join(lesson.reference());
        let is_own = |path: &PathBuf| {
            let path = fs::canonicalize(path).unwrap_or_else(|_| path.clone());
            [&room, &crates, &given]
                .iter()
                .any(|folder| fs::canonicalize(folder).is_ok_and(|folder| path.starts_with(folder)))
        };
        Ok(sources_in(&text).into_iter().find(|path| !is_own(path)))
    }

    /// Runs the graded tests on the programs of a room: for the learner's own, with failures that fit the terminal.
    fn run(&self, lesson: &Lesson, is_own: bool, grader: &Grader, judged: &Judged<'_>) -> Result<Judgement> {
        let number = self.runs.fetch_add(1, Ordering::Relaxed);
        let folder = self.folder.join("runs").join(number.to_string());
        let programs = match judged {
            Judged::Programs(_) => Programs::Beginning(lesson.package()),
            Judged::Commands(commands, _) => Programs::Commands((*commands).clone()),
        };
        let grade = folder.join(format!("grade{EXE_SUFFIX}"));
        let place = Place { grade, room: folder.join("room"), empty: folder.join("empty"), programs };
        for folder in [&place.room, &place.empty] {
            fs::create_dir_all(folder).map_err(Error::io("make the folder", folder))?;
        }
        judged.put(&place.room)?;
        // Who runs them may be nobody.
        files::make_public(&place.room)?;
        files::place(&grader.executable, &place.grade)?;
        files::make_unreadable(&place.grade)?;
        let hidden: Vec<&Path> = self.hidden.iter().map(PathBuf::as_path).collect();
        let mut command = self.isolation()?.command(&place, number, &hidden);
        command.env(THREADS, threads()).env(results::AS_DATA.0, results::AS_DATA.1);
        command.envs(grader.cuts.as_ref().map(|cuts| ("COURSE_CUTS", cuts)));
        if is_own {
            command.env("COLUMNS", terminal::width().to_string());
        } else {
            command.env(PATIENT.0, PATIENT.1);
        }
        let ended = bounded::run(&mut command, LIMIT).map_err(Error::io("run", &grader.executable))?;
        if let Err(error) = files::remove_folder(&folder) {
            bar::note(error);
        }
        let judgement = match judged.refused(&ended) {
            Some(verdict) => Judgement::without_tests(verdict),
            None => told(grader, &ended),
        };
        if matches!(judgement.verdict, Verdict::NoResult(_)) {
            // It may be the place that is not as it was.
            Isolation::forget(&self.scratch())?;
        }
        Ok(judgement)
    }

    /// The crates of the course that a package is built on, by their names, with those that they are built on.
    fn crates(&self, package: &manifest::Reference, for_tests: bool) -> Result<BTreeMap<String, Tree>> {
        let mut crates = BTreeMap::new();
        for (name, path) in manifest::crates(self.root, package.dependencies(for_tests))? {
            let folder = self.root.join(&path);
            let manifest = manifest::Reference::read(self.root, &path)?;
            let sources = files::read_tree(&folder.join("src"))?;
            let mut tree: Tree = sources.into_iter().map(|(name, bytes)| (format!("src/{name}"), bytes)).collect();
            tree.insert("Cargo.toml".to_owned(), manifest.library().into_bytes());
            crates.insert(name, tree);
        }
        Ok(crates)
    }

    /// The files of a workspace with these members.
    fn workspace_files(&self, members: &[String]) -> Result<Tree> {
        let course = files::read_text(&self.root.join("Cargo.toml"))?;
        let paths = manifest::path_dependencies("Cargo.toml", &course)?;
        let name_of =
            |path: &str| paths.iter().find(|(_, known)| *known == path).map(|(name, _)| format!("crates/{name}"));
        let manifest =
            manifest::proof_workspace(&course, members, |path| name_of(path).unwrap_or_else(|| path.to_owned()));
        let mut tree = Tree::from([("Cargo.toml".to_owned(), manifest.into_bytes())]);
        if let Ok(lock) = files::read_text(&self.root.join("Cargo.lock")) {
            tree.insert("Cargo.lock".to_owned(), lock.into_bytes());
        }
        Ok(tree)
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
        self.forget(package, &[".fingerprint"])?;
        tree.iter().try_for_each(|(name, bytes)| files::write(&folder.join(name), bytes))
    }

    /// Removes what lies in these folders of the build under the name of a package.
    fn forget(&self, package: &str, folders: &[&str]) -> Result<()> {
        let is_of = |name: &str| {
            let name = name.strip_prefix("lib").unwrap_or(name).replace('_', "-");
            name.strip_prefix(package).is_some_and(|rest| rest.is_empty() || rest.starts_with(['-', '.']))
        };
        for folder in folders {
            let folder = self.target().join("debug").join(folder);
            for path in files::all_entries(&folder)? {
                if path.file_name().is_some_and(|name| is_of(&name.to_string_lossy())) {
                    files::remove(&path)?;
                }
            }
        }
        Ok(())
    }

    /// Runs cargo with the course out of sight.
    fn cargo(&self, workspace: &Path, args: &[&str], limit: Limit, is_polite: bool) -> Result<Build> {
        let target = self.target().display().to_string();
        let args = args.iter().copied().chain(["--target-dir", &target]).map(str::to_owned);
        let args: Vec<String> =
            args.chain(PROFILE.iter().flat_map(|set| ["--config", set]).map(str::to_owned)).collect();
        let mut command = cargo::command(workspace, &args);
        command.env_remove("PWD").env_remove("OLDPWD").env_remove("CARGO_INCREMENTAL");
        // Cargo, what it has downloaded, and the folder for temporary files may lie in the course.
        let tools = ["CARGO", "CARGO_HOME", "RUSTUP_HOME"].iter().filter_map(env::var_os).map(PathBuf::from);
        if !tools.chain([self.folder.clone()]).any(|path| path.starts_with(self.root)) {
            command = self.isolation()?.hide(self.root, limit.process, command);
        }
        if is_polite {
            command = isolation::polite(command);
        }
        let build = cargo::run(&mut command, limit.whole);
        if build.is_err() {
            Isolation::forget(&self.scratch())?;
        }
        build
    }
}

/// The rooms of one lesson, and what judges them.
struct BuiltLesson {
    grader: Grader,
    /// By the entries' ids.
    programs: BTreeMap<String, Built>,
}

/// The lessons that are built, for those who wait for them.
#[derive(Default)]
struct Ready {
    state: Mutex<ReadyState>,
    changed: Condvar,
}

#[derive(Default)]
struct ReadyState {
    lessons: BTreeMap<String, Arc<BuiltLesson>>,
    failure: Option<Error>,
    /// Whether nothing more is built, or nobody waits for it.
    is_over: bool,
}

impl Ready {
    fn state(&self) -> MutexGuard<'_, ReadyState> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A lesson is built. Returns whether nobody waits for another one.
    fn put(&self, lesson: &Lesson, built: BuiltLesson) -> bool {
        let mut state = self.state();
        state.lessons.insert(lesson.number.clone(), Arc::new(built));
        self.changed.notify_all();
        state.is_over
    }

    /// A lesson cannot be built, and none after it will be.
    fn fail(&self, error: Error) -> bool {
        let mut state = self.state();
        state.failure = Some(error);
        state.is_over = true;
        self.changed.notify_all();
        true
    }

    /// Nothing more is built, or nobody waits any more.
    fn stop(&self) {
        self.state().is_over = true;
        self.changed.notify_all();
    }

    /// What cannot be built, if anything.
    fn failure(&self) -> Option<Error> {
        self.state().failure.take()
    }

    /// Waits for a lesson; none if it will not come.
    fn lesson(&self, lesson: &Lesson) -> Option<Arc<BuiltLesson>> {
        let mut state = self.state();
        loop {
            if let Some(built) = state.lessons.get(&lesson.number) {
                return Some(Arc::clone(built));
            }
            if state.is_over {
                return None;
            }
            state = self.changed.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
    }
}

/// Whatever becomes of the builder, nobody waits for ever.
struct Over<'a>(&'a Ready);

impl Drop for Over<'_> {
    fn drop(&mut self) {
        self.0.stop();
    }
}

/// What a room is told whose lesson could not be built; the failure itself is told once.
fn broken_off() -> Error {
    Error::Other("its lesson was not built".to_owned())
}

/// What lies below the rooms of a lesson.
struct Below {
    /// Of all that it is made of, and how.
    fingerprint: u64,
    /// The crates of the course, by their names.
    crates: BTreeMap<String, Tree>,
    /// The room with nothing filled in.
    starter: Tree,
    /// The files that are given.
    given: Tree,
}

/// What became of the learner's own room when it was built last. Who checks it again without a change need not wait for
/// cargo.
struct OwnBuild {
    stamp: PathBuf,
    fingerprint: u64,
}

/// The programs that were made of something.
#[derive(Serialize, Deserialize)]
struct Made {
    fingerprint: u64,
    programs: Vec<(String, PathBuf)>,
}

impl OwnBuild {
    fn new(workspace: &Path, below: &Below, tree: &Tree) -> Self {
        let settings = COMPILED_WITH.map(env::var_os);
        let fingerprint = fingerprint(&(below.fingerprint, tree, settings));
        Self { stamp: workspace.join("own.json"), fingerprint }
    }

    /// The programs, if they were made of the same.
    fn recall(&self) -> Option<Vec<(String, PathBuf)>> {
        let known: Made = serde_json::from_str(&fs::read_to_string(&self.stamp).ok()?).ok()?;
        let is_here = known.fingerprint == self.fingerprint && known.programs.iter().all(|(_, path)| path.is_file());
        is_here.then_some(known.programs)
    }

    /// Where cargo comes to no good end, it may have made one program and not the other.
    fn forget(&self) -> Result<()> {
        if self.stamp.is_file() { files::remove(&self.stamp) } else { Ok(()) }
    }

    fn remember(&self, programs: &[(String, PathBuf)]) -> Result<()> {
        let made = Made { fingerprint: self.fingerprint, programs: programs.to_vec() };
        let text = serde_json::to_string(&made).map_err(|error| Error::Other(error.to_string()))?;
        files::write(&self.stamp, text.as_bytes())
    }
}

/// What the tests are run on.
enum Judged<'a> {
    /// Programs, with their names.
    Programs(&'a [(String, PathBuf)]),
    /// Commands, and the files of the folder in which they are started.
    Commands(&'a Commands, &'a Tree),
}

impl Judged<'_> {
    /// Puts it where the tests find it.
    fn put(&self, room: &Path) -> Result<()> {
        match self {
            Self::Programs(programs) => programs
                .iter()
                .try_for_each(|(name, program)| files::place(program, &room.join(format!("{name}{EXE_SUFFIX}")))),
            Self::Commands(_, tree) => {
                let work = room.join(WORK);
                fs::create_dir_all(&work).map_err(Error::io("make the folder", &work))?;
                tree.iter().try_for_each(|(name, bytes)| {
                    let file = work.join(name);
                    files::write(&file, bytes)?;
                    // A file that comes from an archive of Windows cannot say that it is a program.
                    files::make_public(file.parent().unwrap_or(&work))
                })
            }
        }
    }

    /// Why the tests could not begin; the commands of a submission are its own.
    fn refused(&self, ended: &Ended) -> Option<Verdict> {
        let status = ended.status.and_then(|status| status.code());
        let said = String::from_utf8_lossy(&ended.stderr);
        let said = said.trim();
        match (self, status) {
            (Self::Commands(..), Some(NOT_MADE)) => {
                Some(Verdict::DoesNotCompile(format!("the build command failed\n{}", beginning(said))))
            }
            (Self::Commands(..), Some(NOT_JUDGED)) => {
                let problem = said.lines().find_map(|line| line.strip_prefix("error: ")).unwrap_or(said);
                Some(Verdict::NoResult(beginning(problem)))
            }
            (Self::Commands(commands, _), None) if ended.stdout.is_empty() && commands.build.is_some() => {
                Some(Verdict::DoesNotCompile(format!("the build command had not ended after {} s", LIMIT.as_secs())))
            }
            (Self::Programs(_) | Self::Commands(..), _) => None,
        }
    }
}

/// As much of a text of somebody else's as anybody reads.
fn beginning(text: &str) -> String {
    const MOST: usize = 4_000;
    text.chars().take(MOST).collect()
}

/// What the tests said.
fn told(grader: &Grader, ended: &Ended) -> Judgement {
    let stdout = String::from_utf8_lossy(&ended.stdout);
    let tests = results::read(&grader.names, &stdout);
    let stderr = String::from_utf8_lossy(&ended.stderr);
    let success = ended.status.map(|status| status.success());
    let judgement = if success.is_some() && results::summed_up(&stdout).is_some_and(|sum| sum != results::sum(&tests)) {
        Judgement { verdict: meddled(), tests, left_out: Vec::new() }
    } else {
        judgement(success, tests, &stderr)
    };
    Judgement { left_out: results::left_out(&stderr), ..judgement }
}

impl Judgement {
    /// What is known where it never came to the tests.
    pub fn without_tests(verdict: Verdict) -> Self {
        Self { verdict, tests: Vec::new(), left_out: Vec::new() }
    }

    /// Names files as they are called in the room.
    fn with_paths_in(mut self, id: &str) -> Self {
        let own_words = |text: &mut String| {
            *text = text.replace(&format!("rooms/{id}/"), "").replace(&format!("rooms\\{id}\\"), "");
        };
        match &mut self.verdict {
            Verdict::DoesNotCompile(text) | Verdict::Outside(text) | Verdict::NoResult(text) => own_words(text),
            Verdict::Solved | Verdict::InWork | Verdict::NotStarted => (),
        }
        for test in &mut self.tests {
            own_words(&mut test.text);
            test.facts.values_mut().for_each(|fact| each_text(fact, &own_words));
        }
        self
    }
}

/// Changes every text in a value.
fn each_text(value: &mut Value, change: &impl Fn(&mut String)) {
    match value {
        Value::String(text) => change(text),
        Value::Array(values) => values.iter_mut().for_each(|value| each_text(value, change)),
        Value::Object(values) => values.values_mut().for_each(|value| each_text(value, change)),
        Value::Null | Value::Bool(_) | Value::Number(_) => (),
    }
}

fn package(lesson: &Lesson, id: &str) -> String {
    format!("room-{}-{id}", lesson.number)
}

/// Why a package was not built, in the compiler's words.
fn refusal(build: &Build, folder: &Path) -> Option<Verdict> {
    let errors: Vec<&str> = build.about(folder).filter(|said| said.is_error).map(|said| said.text.trim_end()).collect();
    let first = *errors.first()?;
    if let Some(fault) = errors.iter().find_map(|error| fault_of_the_machine(error)) {
        return Some(Verdict::NoResult(fault));
    }
    let is_not_there = |error: &&&str| error.starts_with("error: couldn't read ") && !error.contains("valid UTF-8");
    if let Some(file) = errors.iter().find(is_not_there) {
        return Some(Verdict::Outside(format!("it includes a file that is none of the room's own\n{file}")));
    }
    // What stands in a file of the teacher's is nothing to be told.
    if let Some(file) = errors.iter().find_map(|error| foreign_place(error, folder)) {
        return Some(Verdict::Outside(format!("it includes {file}: only the files of the room itself count")));
    }
    if let Some(verdict) = errors.iter().find_map(|error| too_slow(error)) {
        return Some(verdict);
    }
    // The same error may come of both programs.
    let distinct: BTreeSet<&str> =
        errors.iter().copied().filter(|error| !error.starts_with("error: aborting")).collect();
    let more = distinct.len().saturating_sub(1);
    let more = if more == 0 { String::new() } else { format!("\n(and {more} more)") };
    Some(Verdict::DoesNotCompile(format!("{}{more}", with_reason(first))))
}

/// An error whose first line says what is used, with the reason why that is refused, which comes later.
fn with_reason(error: &str) -> String {
    let (line, rest) = error.split_once('\n').unwrap_or((error, ""));
    let is_for_unsafe_code = ["unsafe_code", "unsafe-code"].iter().any(|lint| rest.contains(lint));
    if is_for_unsafe_code && !line.contains("unsafe") {
        return format!("{line}: unsafe code is forbidden\n{rest}");
    }
    error.to_owned()
}

/// That a compiler has computed for longer than it may, if an error says so.
fn too_slow(error: &str) -> Option<Verdict> {
    let is_slow = error.contains("SIGXCPU") || error.contains("(signal: 24");
    let seconds = BUILD_LIMIT.process.filter(|_| is_slow)?;
    let text = format!("the compiler did not come to an end within {seconds} s of computing");
    Some(Verdict::DoesNotCompile(text))
}

/// Why cargo came to no end with a package, in its words.
fn not_built(problem: String) -> Verdict {
    if let Some(verdict) = too_slow(&problem) {
        return verdict;
    }
    fault_of_the_machine(&problem).map_or(Verdict::DoesNotCompile(problem), Verdict::NoResult)
}

/// What the compiler and the linker say when the machine lacks something, which says nothing about what they compile.
fn fault_of_the_machine(said: &str) -> Option<String> {
    const FAULTS: [&str; 7] = [
        "No space left on device",
        "Disk quota exceeded",
        "Read-only file system",
        "Too many open files",
        "File too large",
        "Resource temporarily unavailable",
        // The linker's own end, as when it finds no room for what it writes.
        "ld terminated with signal",
    ];
    let line = said.lines().find(|line| FAULTS.iter().any(|fault| line.contains(fault)))?;
    Some(format!("the machine could not build it: {}", line.trim()))
}

/// The list of its sources that cargo writes beside a program.
pub fn dep_info(program: &Path) -> PathBuf {
    if EXE_SUFFIX.is_empty() { program.with_added_extension("d") } else { program.with_extension("d") }
}

/// The sources in the list that cargo writes beside a program: `PROGRAM: SOURCE…`, blanks in a path escaped.
pub fn sources_in(text: &str) -> Vec<PathBuf> {
    let mut paths = Vec::new();
    for line in text.lines() {
        let Some((_, sources)) = line.split_once(": ") else { continue };
        let mut path = String::new();
        let mut chars = sources.chars().peekable();
        while let Some(c) = chars.next() {
            match c {
                '\\' if chars.peek() == Some(&' ') => path.extend(chars.next()),
                ' ' => paths.push(PathBuf::from(std::mem::take(&mut path))),
                c => path.push(c),
            }
        }
        paths.push(PathBuf::from(path));
    }
    paths.retain(|path| !path.as_os_str().is_empty());
    paths
}

/// What the tests and their exit status say together: `None` when they were killed.
fn judgement(success: Option<bool>, mut tests: Vec<Test>, stderr: &str) -> Judgement {
    let passed = tests.iter().filter(|test| test.passed()).count();
    // Those that need a program which was not handed in.
    let not_run = tests.iter().filter(|test| test.kind == Kind::LeftOut).count();
    let no_result = |problem: String| Verdict::NoResult(problem);
    let verdict = match (success, passed + not_run == tests.len()) {
        (Some(true), true) if not_run > 0 => Verdict::InWork,
        (Some(true), true) => Verdict::Solved,
        (Some(true), false) | (_, true) => meddled(),
        (Some(false), false) if tests.iter().all(|test| test.kind == Kind::NoResult) => {
            let said = stderr.trim();
            let said = if said.is_empty() { "a program of the room may have stopped them" } else { said };
            no_result(format!("the tests broke off: {said}"))
        }
        (Some(false) | None, false) => Verdict::InWork,
    };
    if success.is_some() {
        for test in tests.iter_mut().filter(|test| test.kind == Kind::NoResult) {
            "the tests broke off before this one had ended".clone_into(&mut test.text);
        }
    }
    Judgement { verdict, tests, left_out: Vec::new() }
}

/// The file that an error is about, when it lies neither in the room of this folder nor in the toolchain or a library.
fn foreign_place<'a>(error: &'a str, folder: &Path) -> Option<&'a str> {
    const KNOWN: [&str; 3] = ["/rustc/", "/rustlib/", "/registry/"];
    let place = error.lines().find_map(|line| line.trim_start().strip_prefix("--> "))?;
    let file = place.rsplitn(3, ':').nth(2)?;
    let mut names: Vec<Component> = Vec::new();
    for name in Path::new(file).components() {
        match (name, names.last()) {
            (Component::ParentDir, Some(Component::Normal(_))) => drop(names.pop()),
            _ => names.push(name),
        }
    }
    // The compiler names files as they are called from the workspace.
    let path: PathBuf = names.into_iter().collect();
    let is_own = folder.ancestors().any(|above| folder.strip_prefix(above).is_ok_and(|room| has_start(&path, room)));
    let is_known = KNOWN.iter().any(|part| file.replace('\\', "/").contains(part));
    (!is_own && !is_known).then_some(file)
}

fn has_start(path: &Path, room: &Path) -> bool {
    room.components().count() > 1 && path.starts_with(room)
}

fn meddled() -> Verdict {
    Verdict::NoResult("the tests ended otherwise than they said: a program meddled with them".to_owned())
}

fn fingerprint(value: &impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    value.hash(&mut hasher);
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use serde_json::Map;

    use super::*;

    fn test(name: &str, kind: Kind) -> Test {
        Test { name: name.to_owned(), kind, text: String::new(), worth: None, facts: Map::new() }
    }

    #[test]
    fn sources_are_read_from_the_list_beside_a_program() {
        let list = "/t/a b/x: /r/my\\ room/src/a.rs /r/b.rs\n";
        assert_eq!(sources_in(list), [PathBuf::from("/r/my room/src/a.rs"), PathBuf::from("/r/b.rs")]);
        let list = "C:\\t\\x.exe: C:\\r\\src\\a.rs C:\\r\\b.rs\n";
        assert_eq!(sources_in(list), [PathBuf::from("C:\\r\\src\\a.rs"), PathBuf::from("C:\\r\\b.rs")]);
    }

    #[test]
    fn what_the_machine_lacks_is_no_fault_of_the_room() {
        for said in [
            "error: linking with `cc` failed: exit status: 1\n  = note: collect2: fatal error: ld terminated with signal 7 [Bus error]",
            "error: failed to write x.o: No space left on device (os error 28)",
            "rustc-LLVM ERROR: IO failure on output stream: Disk quota exceeded",
        ] {
            let verdict = not_built(said.to_owned());
            assert!(
                matches!(&verdict, Verdict::NoResult(why) if why.starts_with("the machine could not")),
                "{verdict:?}"
            );
        }
        let slow = "(bin) process didn't exit successfully: `rustc` (signal: 24, SIGXCPU: CPU time limit exceeded)";
        for said in [slow, "error[E0308]: mismatched types"] {
            assert!(matches!(not_built(said.to_owned()), Verdict::DoesNotCompile(_)), "{said}");
        }
    }

    #[test]
    fn the_first_line_says_why_something_is_refused() {
        let said =
            "error: usage of `core::arch::global_asm`\n = note: requested on the command line with `-F unsafe-code`";
        assert!(with_reason(said).starts_with("error: usage of `core::arch::global_asm`: unsafe code is forbidden\n"));
        let said = "error: usage of an `unsafe` block\n = note: requested on the command line with `-F unsafe-code`";
        assert_eq!(with_reason(said), said);
        let slow = "error: could not compile `room-01-0003` (bin \"x\"); 5 warnings emitted\n`rustc` (signal: 24)";
        assert!(
            matches!(too_slow(slow), Some(Verdict::DoesNotCompile(text)) if text.contains("60 s of computing")),
            "{slow}"
        );
        assert!(too_slow("error: expected one of `;`").is_none());
    }

    #[test]
    fn an_error_in_a_file_that_is_not_the_rooms_is_not_shown() {
        let room = Path::new("/tmp/desk/rooms/01-x/rooms/0003/lessons/01-x");
        let foreign =
            |place: &str| foreign_place(&format!("error: no\n --> {place}:1:6\n  |\n1 | ---"), room).is_some();
        for own in ["rooms/0003/lessons/01-x/src/a.rs", "rooms/0003/lessons/01-x/src/../src/a.rs"] {
            assert!(!foreign(own), "{own}");
        }
        assert!(
            !foreign("/root/.cargo/registry/src/x/clap/src/lib.rs") && !foreign("/rustc/abc/library/core/src/x.rs")
        );
        for other in [
            "/home/ann/.ssh/id",
            "rooms/0004/lessons/01-x/src/a.rs",
            "rooms/0003/lessons/01-x/src/../../../../../../secret",
        ] {
            assert!(foreign(other), "{other}");
        }
    }

    #[test]
    fn results_count_only_where_the_exit_status_agrees() {
        let (good, bad) = (test("a", Kind::Passed), test("b", Kind::Wrong));
        let verdict =
            |success, tests: &[&Test]| judgement(success, tests.iter().copied().cloned().collect(), "").verdict;
        assert_eq!(verdict(Some(true), &[&good]), Verdict::Solved);
        assert_eq!(verdict(Some(false), &[&good, &bad]), Verdict::InWork);
        assert_eq!(verdict(None, &[&good, &test("c", Kind::NoResult)]), Verdict::InWork);
        for odd in [verdict(Some(false), &[&good]), verdict(Some(true), &[&good, &bad]), verdict(None, &[&good])] {
            assert!(matches!(odd, Verdict::NoResult(_)), "{odd:?}");
        }
        assert!(matches!(verdict(Some(false), &[&test("c", Kind::NoResult)]), Verdict::NoResult(_)));
    }
}
