//! Builds rooms: each is a package of its own, above the crates that its lesson stands on.

use std::collections::BTreeMap;
use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::cargo::{self, Build};
use crate::error::{Error, Result};
use crate::files::{self, Tree};
use crate::grade::bar;
use crate::grade::desk::compiler::{dep_info, not_built, refusal, sources_in};
use crate::grade::desk::{Desk, OWN, Verdict, fingerprint, package};
use crate::grade::isolation::{self, Isolation};
use crate::lessons::Lesson;
use crate::rooms::depth::Depth;
use crate::rooms::given;
use crate::rooms::manifest;
use crate::rooms::starters::{self, Step};

/// How long cargo may take, and each process that it starts may compute.
#[derive(Debug, Clone, Copy)]
pub(super) struct Limit {
    whole: Duration,
    /// In seconds. A room that takes longer is lost alone, however much else the machine has to do; only Linux keeps it.
    pub(super) process: Option<u64>,
}

/// For one room when everything below it is built, and how much longer for each further one.
pub(super) const BUILD_LIMIT: Limit = Limit { whole: Duration::from_mins(2), process: Some(60) };
const BUILD_LIMIT_MORE: Duration = Duration::from_secs(15);

/// For everything below a room, on a slow machine.
pub(super) const DEPENDENCIES_LIMIT: Limit = Limit { whole: Duration::from_mins(30), process: None };

/// How everything on the desk is compiled. Nobody looks at these programs with a debugger, and most are compiled once:
/// what rustc puts aside for a second time, and the many parts that it makes of a crate for that, take a third of its time.
pub(super) const PROFILE: [&str; 4] = [
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

/// The programs of a room, or why there are none.
pub(super) type Built = std::result::Result<Vec<(String, PathBuf)>, Verdict>;

/// What lies below the rooms of a lesson.
pub(super) struct Below {
    /// Of all that it is made of, and how.
    pub(super) fingerprint: u64,
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

impl Desk<'_> {
    /// Builds the programs of rooms of one lesson. Each is a package of its own, made of its sources and the course's
    /// manifest.
    pub(super) fn build(&self, lesson: &Lesson, rooms: &[(&str, &Tree)]) -> Result<Vec<Built>> {
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
        let ids: Vec<&str> = rooms.iter().map(|(id, _)| *id).collect();
        let results = self.compile(lesson, &step, &ids)?;
        if let (Some(own), [Ok(programs)]) = (own, &results[..]) {
            own.remember(programs)?;
        }
        Ok(results)
    }

    /// Compiles rooms that lie on the desk.
    fn compile(&self, lesson: &Lesson, step: &Step, ids: &[&str]) -> Result<Vec<Built>> {
        if ids.len() > 1 {
            bar::note(format_args!("compiling {} rooms of lesson {}", ids.len(), lesson.number));
        }
        let more = BUILD_LIMIT_MORE * u32::try_from(ids.len()).unwrap_or(u32::MAX);
        let limit = Limit { whole: BUILD_LIMIT.whole + more, ..BUILD_LIMIT };
        // What goes wrong for all of them together is looked for in each of them alone.
        let mut build = self.build_rooms(lesson, ids, limit).unwrap_or_default();
        let refused = |id: &&str| refusal(&build, &self.member(lesson, id)).is_some();
        let (refused, good): (Vec<&str>, Vec<&str>) = ids.iter().copied().partition(refused);
        if !refused.is_empty() && !good.is_empty() {
            // Cargo writes down what programs are made of only where all goes well.
            let again = self.build_rooms(lesson, &good, limit).unwrap_or_default();
            build.executables = again.executables;
        }
        ids.iter().map(|id| self.programs(lesson, step, id, &build)).collect()
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
    pub(super) fn below(&self, lesson: &Lesson, step: &Step) -> Result<Below> {
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
    pub(super) fn put_below(&self, lesson: &Lesson, below: &Below) -> Result<()> {
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

    /// The crates of the course that a package is built on, by their names, with those that they are built on.
    pub(super) fn crates(&self, package: &manifest::Reference, for_tests: bool) -> Result<BTreeMap<String, Tree>> {
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
    pub(super) fn workspace_files(&self, members: &[String]) -> Result<Tree> {
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

    /// Runs cargo with the course out of sight.
    pub(super) fn cargo(&self, workspace: &Path, args: &[&str], limit: Limit, is_polite: bool) -> Result<Build> {
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
