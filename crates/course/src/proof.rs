//! The proof of the grader: `cargo course prove`.
//!
//! The graded tests of a lesson are compiled once, as those of the reference, and run against the programs of every
//! variant. The programs of the variants are built together, in a workspace made for them in `target/proof`.

use std::collections::{BTreeMap, BTreeSet};
use std::env::consts::EXE_SUFFIX;
use std::fmt::Write as _;
use std::fs;
use std::num::NonZero;
use std::path::{Path, PathBuf};

use crate::cargo::{self, Build};
use crate::depth::{Depth, Share};
use crate::error::{Error, Result};
use crate::exercise::Exercise;
use crate::files;
use crate::given;
use crate::grade::{self, Run};
use crate::lessons::Lesson;
use crate::manifest;
use crate::output::show;
use crate::room::{self, Room};
use crate::starters::{self, Step};
use crate::variants::{Variant, variants};

/// How many solutions a lesson's bank has at least; protocols have more ways to be wrong than sockets.
const WRONG: usize = 6;
const WRONG_FROM_08: usize = 12;
const RIGHT: usize = 3;

/// From this lesson on, each is a layer of HTTP; and how much of it there is to write at least, in hundredths, at the depths
/// guided and build.
const FIRST_LAYER: &str = "08";
const LEAST: (usize, usize) = (10, 60);

/// One line of the proof.
#[derive(Debug)]
struct Check {
    lesson: String,
    label: String,
    outcome: Outcome,
}

/// A short word on what was found; more lines when it is not as it should be.
#[derive(Debug, Clone)]
enum Outcome {
    Passed(String),
    Failed(String, Vec<String>),
}

/// A check that is still to be made, or one whose outcome needs no run.
enum Task {
    Done(Check),
    Grade { lesson: String, variant: Variant, run: Run },
}

/// A lesson's share of the proof.
struct Plan {
    lesson: Lesson,
    step: Step,
    exercise: Exercise,
    variants: Vec<Variant>,
}

/// What a proof has found.
#[derive(Default)]
pub struct Found {
    /// How many checks there were that found all as it should be.
    pub passed: usize,
    /// The lesson of each check that did not.
    pub failed: Vec<String>,
}

/// Proves the graders of these lessons, and prints a line for each variant; for those alone whose labels begin with `only`.
pub fn prove(root: &Path, lessons: &[Lesson], jobs: Option<NonZero<usize>>, only: Option<&str>) -> Result<Found> {
    let mut tasks = Vec::new();
    let mut plans = Vec::new();
    for lesson in lessons {
        match plan(lesson) {
            Ok(mut plan) => {
                plan.variants.retain(|variant| only.is_none_or(|only| variant.label.starts_with(only)));
                plans.push(plan);
            }
            Err(error) => {
                let outcome = Outcome::Failed("cannot be read".to_owned(), vec![error.to_string()]);
                tasks.push(Task::Done(Check { lesson: lesson.folder(), label: "lesson".to_owned(), outcome }));
            }
        }
    }
    if !plans.is_empty() {
        let workspace = Workspace { root, folder: root.join("target/proof") };
        cli::note("building the graded tests");
        let graded = grade::compile(root, plans.iter().map(|plan| plan.lesson.name.as_str()))?;
        cli::note("building the variants");
        let built = workspace.build(&plans)?;
        files::remove_folder(&workspace.folder.join("programs"))?;
        for plan in plans {
            if only.is_none() {
                tasks.extend([bank(&plan), gaps(&plan), shares(&plan)].map(Task::Done));
            }
            workspace.tasks(plan, &graded, &built, &mut tasks)?;
        }
    }
    report(&tasks, &Room::new(jobs))
}

fn plan(lesson: &Lesson) -> Result<Plan> {
    let step = Step::read(lesson)?;
    let exercise = lesson.exercise()?;
    let variants = variants(lesson, &step, &exercise)?;
    Ok(Plan { lesson: lesson.clone(), step, exercise, variants })
}

/// Whether the bank has enough solutions.
fn bank(plan: &Plan) -> Check {
    let count = |kind| plan.variants.iter().filter(|variant| variant.label.starts_with(kind)).count();
    let (wrong, right) = (count("wrong/"), count("right/"));
    let least = if plan.lesson.number.as_str() < FIRST_LAYER { WRONG } else { WRONG_FROM_08 };
    let found = format!("{wrong} wrong, {right} right");
    let outcome = if wrong >= least && right >= RIGHT {
        Outcome::Passed(found)
    } else {
        Outcome::Failed(found, vec![format!("at least {least} wrong and {RIGHT} right solutions are needed")])
    };
    Check { lesson: plan.lesson.folder(), label: "bank".to_owned(), outcome }
}

/// Whether each gap has a test that shows it.
fn gaps(plan: &Plan) -> Check {
    let gaps = &plan.exercise.gaps;
    let without: Vec<String> = gaps
        .iter()
        .filter(|gap| gap.tests.is_empty())
        .map(|gap| format!("gap `{}` has no test that passes as soon as it is filled", gap.name))
        .collect();
    let found = format!("{} gaps", gaps.len());
    let outcome = if without.is_empty() { Outcome::Passed(found) } else { Outcome::Failed(found, without) };
    Check { lesson: plan.lesson.folder(), label: "gaps".to_owned(), outcome }
}

/// Whether there is enough to write at each depth: in the layers of HTTP, the build depth leaves most of it.
fn shares(plan: &Plan) -> Check {
    let share = |depth| Share::of(depth, &plan.lesson, &plan.step, &plan.exercise);
    let outcome = match share(Depth::Guided).and_then(|guided| Ok((guided, share(Depth::Build)?))) {
        Err(error) => Outcome::Failed("cannot be read".to_owned(), vec![error.to_string()]),
        Ok((guided, build)) => {
            let found = format!(
                "guided {} %, build {} % of {} lines, {} more given",
                guided.percent(),
                build.percent(),
                build.layer,
                build.given
            );
            let (least_guided, least_build) = if plan.lesson.number.as_str() < FIRST_LAYER { (0, 0) } else { LEAST };
            if guided.percent() >= least_guided && build.percent() >= least_build {
                Outcome::Passed(found)
            } else {
                Outcome::Failed(found, vec![format!("{least_guided} % and {least_build} % are the least")])
            }
        }
    };
    Check { lesson: plan.lesson.folder(), label: "shares".to_owned(), outcome }
}

/// The workspace of the variants.
struct Workspace<'a> {
    root: &'a Path,
    folder: PathBuf,
}

impl Workspace<'_> {
    /// Writes the workspace and builds every program in it that differs from the reference's.
    fn build(&self, plans: &[Plan]) -> Result<Build> {
        let mut members = BTreeSet::new();
        for plan in plans {
            given::put(&self.folder, &given::files(&plan.lesson, &plan.step, &plan.exercise)?)?;
            for variant in &plan.variants {
                if let Ok(sources) = &variant.sources
                    && !changed(&plan.step, sources)?.is_empty()
                {
                    self.write_package(plan, variant, sources)?;
                    members.insert(format!("packages/{}", package(&plan.lesson, variant)));
                }
            }
        }
        for old in files::names(&self.folder.join("packages"))? {
            if !members.contains(&format!("packages/{old}")) {
                files::remove_folder(&self.folder.join("packages").join(old))?;
            }
        }
        if members.is_empty() {
            return Ok(Build::default());
        }
        let course = files::read_text(&self.root.join("Cargo.toml"))?;
        let members: Vec<String> = members.into_iter().collect();
        let manifest = manifest::proof_workspace(&course, &members, |path| absolute(self.root, path));
        files::write(&self.folder.join("Cargo.toml"), manifest.as_bytes())?;
        let lock = files::read_text(&self.root.join("Cargo.lock"))?;
        files::write(&self.folder.join("Cargo.lock"), lock.as_bytes())?;
        let target = self.folder.join("target").display().to_string();
        let quick = ["--config", "profile.dev.debug=false", "--config", "profile.dev.incremental=false"];
        let args = ["build", "--workspace", "--bins", "--keep-going", "--offline", "--target-dir", &target];
        cargo::build(&self.folder, &args.into_iter().chain(quick).map(str::to_owned).collect::<Vec<_>>())
    }

    fn package_folder(&self, lesson: &Lesson, variant: &Variant) -> PathBuf {
        self.folder.join("packages").join(package(lesson, variant))
    }

    fn write_package(&self, plan: &Plan, variant: &Variant, sources: &files::Tree) -> Result<()> {
        let folder = self.package_folder(&plan.lesson, variant);
        let changed = changed(&plan.step, sources)?;
        let reference = plan.lesson.path(&plan.lesson.reference());
        let manifest = plan.step.manifest.variant(
            &package(&plan.lesson, variant),
            plan.step.has_library(),
            |program| changed.contains(&program.name),
            |path| absolute(&reference, path),
        );
        let mut tree: BTreeMap<&str, &[u8]> = sources.iter().map(|(name, bytes)| (name.as_str(), &**bytes)).collect();
        tree.insert("Cargo.toml", manifest.as_bytes());
        for name in files::read_tree(&folder)?.keys().filter(|name| !tree.contains_key(name.as_str())) {
            let path = folder.join(name);
            fs::remove_file(&path).map_err(Error::io("remove", &path))?;
        }
        tree.iter().try_for_each(|(name, bytes)| files::write(&folder.join(name), bytes))
    }

    /// Puts the programs of each variant in their place and makes the tasks that run the tests on them.
    fn tasks(&self, plan: Plan, graded: &Build, built: &Build, tasks: &mut Vec<Task>) -> Result<()> {
        let Plan { lesson, step, variants, .. } = plan;
        let reference = lesson.path(&lesson.reference());
        let Some(tests) = graded.executable(&reference, "grade", true) else {
            let said = graded.diagnostics.iter().find(|said| said.is_error).map(|said| said.text.clone());
            let outcome = Outcome::Failed("the graded tests do not compile".to_owned(), said.into_iter().collect());
            tasks.push(Task::Done(Check { lesson: lesson.folder(), label: "tests".to_owned(), outcome }));
            return Ok(());
        };
        for variant in variants {
            let task = match self.programs(&lesson, &step, &variant, graded, built)? {
                Err(outcome) => Task::Done(Check { lesson: lesson.folder(), label: variant.label, outcome }),
                Ok(programs) => {
                    let run = Run {
                        executable: tests.to_owned(),
                        folder: reference.clone(),
                        package: lesson.name.clone(),
                        programs: Some(programs),
                        output: self.folder.join("output").join(lesson.folder()).join(&variant.label),
                    };
                    Task::Grade { lesson: lesson.folder(), variant, run }
                }
            };
            tasks.push(task);
        }
        Ok(())
    }

    /// Collects the programs of a variant under a common prefix, from what this very build reports: a program of an
    /// earlier build is never taken. What the variant does not change is the reference's.
    fn programs(
        &self,
        lesson: &Lesson,
        step: &Step,
        variant: &Variant,
        graded: &Build,
        built: &Build,
    ) -> Result<std::result::Result<PathBuf, Outcome>> {
        let sources = match &variant.sources {
            Ok(sources) => sources,
            Err(error) => return Ok(Err(Outcome::Failed("cannot be read".to_owned(), vec![error.to_string()]))),
        };
        let folder = self.package_folder(lesson, variant);
        let mut said = built.about(&folder).filter(|said| said.is_error || variant.deny_warnings);
        if let Some(said) = said.next() {
            let found = if said.is_error { "does not compile" } else { "compiles with warnings" };
            return Ok(Err(Outcome::Failed(found.to_owned(), vec![said.text.trim_end().to_owned()])));
        }
        let prefix = self.folder.join("programs").join(lesson.folder()).join(&variant.label);
        let changed = changed(step, sources)?;
        for program in &step.manifest.programs {
            let found = if changed.contains(&program.name) {
                let name = step.manifest.program_name(program, &package(lesson, variant));
                built.executable(&folder, &name, false)
            } else {
                graded.executable(&lesson.path(&lesson.reference()), &program.name, false)
            };
            let Some(found) = found else {
                let problem = format!("cargo built no {}; does something that it needs not compile?", program.name);
                return Ok(Err(Outcome::Failed("does not compile".to_owned(), vec![problem])));
            };
            let label = variant.label.rsplit('/').next().unwrap_or_default();
            let name = format!("{}{EXE_SUFFIX}", step.manifest.program_name(program, label));
            files::place(found, &prefix.with_file_name(name))?;
        }
        Ok(Ok(prefix))
    }
}

/// The package of a variant in the workspace of the proof.
fn package(lesson: &Lesson, variant: &Variant) -> String {
    format!("v{}-{}", lesson.number, variant.label.replace('/', "-"))
}

/// The programs that a variant changes: those whose own files differ, and when a file of the library does, those that use
/// the library.
fn changed(step: &Step, sources: &files::Tree) -> Result<BTreeSet<String>> {
    let reference = step.with(&[])?;
    let names = reference.keys().chain(sources.keys());
    let differ: BTreeSet<&String> = names.filter(|name| reference.get(*name) != sources.get(*name)).collect();
    let text = |name: &str| sources.get(name).map(|bytes| String::from_utf8_lossy(bytes)).unwrap_or_default();
    let programs = &step.manifest.programs;
    let is_own = |at: usize, name: &str| starters::owns(&programs[at].path, &text(&programs[at].path), name);
    let in_library = differ.iter().any(|name| !(0..programs.len()).any(|at| is_own(at, name)));
    let library = format!("{}::", step.manifest.package().replace('-', "_"));
    let uses_library = |at: usize| {
        let mut own = sources.keys().filter(|name| is_own(at, name));
        !step.has_library() || own.any(|name| text(name).contains(&library))
    };
    let is_changed = |at: usize| differ.iter().any(|name| is_own(at, name)) || (in_library && uses_library(at));
    Ok((0..programs.len()).filter(|at| is_changed(*at)).map(|at| programs[at].name.clone()).collect())
}

/// A path for a manifest, with `/` on every system.
fn absolute(folder: &Path, path: &str) -> String {
    folder.join(path).display().to_string().replace('\\', "/")
}

/// Makes the checks, some at a time, and prints them in their order.
fn report(tasks: &[Task], room: &Room) -> Result<Found> {
    let width = |text: fn(&Task) -> usize| tasks.iter().map(text).max().unwrap_or(0);
    let widths = (width(|task| task.names().0.len()), width(|task| task.names().1.len()));
    let mut found = Found::default();
    let mut count = |task: &Task, outcome: &Outcome| match outcome {
        Outcome::Passed(_) => found.passed += 1,
        Outcome::Failed(..) => found.failed.push(task.names().0.to_owned()),
    };
    let work =
        |task: &Task| if matches!(task, Task::Grade { .. }) { room.with(|| task.outcome()) } else { task.outcome() };
    let mut again = Vec::new();
    room::in_order(tasks, room, work, |task, outcome| {
        // Tests that miss their time because many run at once say nothing about a solution.
        if matches!((task, &outcome), (Task::Grade { .. }, Outcome::Failed(..))) {
            again.push(task);
            return Ok(());
        }
        count(task, &outcome);
        show(&line(task, &outcome, widths))
    })?;
    if !again.is_empty() {
        cli::note(format_args!("{} not as they should be: again, each alone", again.len()));
    }
    for task in again {
        let outcome = alone(task);
        count(task, &outcome);
        show(&line(task, &outcome, widths))?;
    }
    Ok(found)
}

/// Tests a solution on a machine that does nothing else; says so when it was not as it should be even then at first, since
/// a race in a test or in the solution is to be mended.
fn alone(task: &Task) -> Outcome {
    let second = task.outcome();
    if matches!(second, Outcome::Passed(_)) {
        return second;
    }
    match task.outcome() {
        Outcome::Passed(found) => Outcome::Passed(format!("{found}, only the third time: a race")),
        failed @ Outcome::Failed(..) => failed,
    }
}

/// What was found about one variant, as it is printed.
fn line(task: &Task, outcome: &Outcome, (lessons, labels): (usize, usize)) -> String {
    let (lesson, label) = task.names();
    let (mark, found, more) = match outcome {
        Outcome::Passed(found) => ("ok  ", found, &Vec::new()),
        Outcome::Failed(found, more) => ("FAIL", found, more),
    };
    let mut text = format!("{mark} {lesson:lessons$} {label:labels$}  {found}");
    for line in more.iter().flat_map(|more| more.lines()) {
        let _ = write!(text, "\n       {line}");
    }
    text.push('\n');
    text
}

impl Task {
    fn names(&self) -> (&str, &str) {
        match self {
            Self::Done(check) => (&check.lesson, &check.label),
            Self::Grade { lesson, variant, .. } => (lesson, &variant.label),
        }
    }

    fn outcome(&self) -> Outcome {
        match self {
            Self::Done(check) => check.outcome.clone(),
            Self::Grade { variant, run, .. } => match run.grade() {
                Err(error) => Outcome::Failed("no result".to_owned(), vec![error.to_string()]),
                Ok(grade) => {
                    let found = match grade.failed.len() {
                        0 => format!("passes all {}", grade.count()),
                        failed => format!("fails {failed} of {}", grade.count()),
                    };
                    let mut difference = variant.expected.compare(&grade);
                    if difference.is_empty() {
                        Outcome::Passed(found)
                    } else {
                        difference.push(format!("output: {}", run.output_file().display()));
                        Outcome::Failed(found, difference)
                    }
                }
            },
        }
    }
}
