//! The proof of the grader: `cargo course prove`.
//!
//! The graded tests of a lesson are compiled once, as those of the reference, and run against the programs of every
//! variant. The programs of the variants are built together, in a workspace made for them in `target/proof`.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::num::NonZero;
use std::ops::RangeInclusive;
use std::path::{Path, PathBuf};

use crate::cargo::Build;
use crate::error::Result;
use crate::files;
use crate::grade::libtest::{self, Run};
use crate::grade::load::{self, Room};
use crate::learn::hunt::{self, Hunt};
use crate::lessons::{FIRST_LAYER, Lesson};
use crate::output::show;
use crate::prove::variants::{Variant, variants};
use crate::prove::workspace::{NotBuilt, Plan, Workspace};
use crate::rooms::depth::{Depth, Share};
use crate::rooms::starters::Step;

/// How many solutions a lesson's bank has at least; protocols have more ways to be wrong than sockets.
const WRONG: usize = 6;
const WRONG_FROM_08: usize = 12;
const RIGHT: usize = 3;

/// How much of a layer its gaps are, in hundredths of all its lines.
const GUIDED: RangeInclusive<usize> = 10..=15;

/// How much of a layer there is to write at least at the build depth, in hundredths of what is not given.
const LEAST_BUILT: usize = 60;

/// From this lesson on, there are programs to hunt.
const FIRST_HUNTED: &str = "03";

/// The variants are built once, and nobody steps through them.
const QUICK: [&str; 2] = ["profile.dev.debug=false", "profile.dev.incremental=false"];

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
    Grade {
        lesson: String,
        variant: Variant,
        run: Run,
    },
    /// Whether a hunt can be solved: its programs without their role, and a folder for what is run.
    Hunt {
        lesson: String,
        label: String,
        hunt: Box<Hunt>,
        reference: PathBuf,
        fault: PathBuf,
        folder: PathBuf,
    },
}

/// What a proof has found.
#[derive(Default)]
pub struct Found {
    /// How many checks there were that found all as it should be.
    pub passed: usize,
    /// The lesson of each check that did not.
    pub failed: Vec<String>,
}

/// Proves the graders and the hunts of these lessons, and prints a line for each check; for those alone whose labels begin
/// with `only`.
pub fn prove(root: &Path, lessons: &[Lesson], jobs: Option<NonZero<usize>>, only: Option<&str>) -> Result<Found> {
    let mut tasks = Vec::new();
    let mut plans = Vec::new();
    for lesson in lessons {
        match plan(lesson, only) {
            Ok(plan) => plans.push(plan),
            Err(error) => {
                let outcome = Outcome::Failed("cannot be read".to_owned(), vec![error.to_string()]);
                tasks.push(Task::Done(Check { lesson: lesson.folder(), label: "lesson".to_owned(), outcome }));
            }
        }
    }
    if !plans.is_empty() {
        let folder = root.join("target/proof");
        let workspace = Workspace { root, target: folder.join("target"), folder, config: &QUICK };
        cli::note("building the graded tests");
        let graded = libtest::compile(root, plans.iter().map(|plan| plan.lesson.name.as_str()))?;
        cli::note("building the variants");
        let built = workspace.build(&plans)?;
        files::remove_folder(&workspace.folder.join("programs"))?;
        for plan in plans {
            tasks.extend([bank(&plan), gaps(&plan), shares(&plan)].map(Task::Done));
            let hunts = hunts(&plan.lesson, &mut tasks);
            add_tasks(&workspace, plan, hunts, &graded, &built, &mut tasks)?;
        }
    }
    if let Some(only) = only {
        // What keeps the others from being made is told.
        let is_obstacle = |task: &Task| {
            let stands_for_all = ["lesson", "tests"].contains(&task.names().1);
            stands_for_all
                || (only.starts_with("hunt") && matches!(task, Task::Done(Check { outcome: Outcome::Failed(..), .. })))
        };
        let was_asked_for = |task: &Task| !["bank", "gaps", "shares"].contains(&task.names().1);
        tasks.retain(|task| task.names().1.starts_with(only) || (is_obstacle(task) && was_asked_for(task)));
    }
    report(&tasks, &Room::new(jobs))
}

fn plan(lesson: &Lesson, only: Option<&str>) -> Result<Plan> {
    let step = Step::read(lesson)?;
    let exercise = lesson.exercise()?;
    let mut variants = variants(lesson, &step, &exercise)?;
    if let Some(only) = only {
        let faults: Vec<String> = if only.starts_with("hunt") {
            hunt::hunts(lesson)?.iter().map(|hunt| format!("wrong/{}", hunt.fault)).collect()
        } else {
            Vec::new()
        };
        // What hunts are played with is built for them.
        let is_played = |label: &String| !faults.is_empty() && (label == "reference" || faults.contains(label));
        variants.retain(|variant| variant.label.starts_with(only) || is_played(&variant.label));
    }
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
    let found = if gaps.len() == 1 { "1 gap".to_owned() } else { format!("{} gaps", gaps.len()) };
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
                "of {} lines: guided {} %, build {} %; {} of them given at build, {} % of the others written",
                build.lines(),
                guided.of_all(),
                build.of_all(),
                build.given,
                build.of_the_rest()
            );
            let is_layer = plan.lesson.number.as_str() >= FIRST_LAYER;
            if !is_layer || (GUIDED.contains(&guided.of_all()) && build.of_the_rest() >= LEAST_BUILT) {
                Outcome::Passed(found)
            } else {
                let (least, most) = GUIDED.into_inner();
                let wanted = format!(
                    "{least} to {most} % are to write when guided, {LEAST_BUILT} % of what is not given at build"
                );
                Outcome::Failed(found, vec![wanted])
            }
        }
    };
    Check { lesson: plan.lesson.folder(), label: "shares".to_owned(), outcome }
}

/// The hunts of a lesson, and whether they are as they should be.
fn hunts(lesson: &Lesson, tasks: &mut Vec<Task>) -> Vec<Hunt> {
    let (hunts, outcome) = match hunt::hunts(lesson) {
        Ok(hunts) if hunts.is_empty() && lesson.number.as_str() < FIRST_HUNTED => return hunts,
        Ok(hunts) => {
            let (found, problems) = (format!("{} hunts", hunts.len()), hunt::problems(lesson, &hunts));
            let is_good = problems.is_empty();
            (hunts, if is_good { Outcome::Passed(found) } else { Outcome::Failed(found, problems) })
        }
        Err(error) => (Vec::new(), Outcome::Failed("cannot be read".to_owned(), vec![error.to_string()])),
    };
    tasks.push(Task::Done(Check { lesson: lesson.folder(), label: "hunts".to_owned(), outcome }));
    hunts
}

/// Puts the programs of each variant in their place and makes the tasks that run the tests on them.
fn add_tasks(
    workspace: &Workspace,
    plan: Plan,
    hunts: Vec<Hunt>,
    graded: &Build,
    built: &Build,
    tasks: &mut Vec<Task>,
) -> Result<()> {
    let Plan { lesson, step, variants, .. } = plan;
    let reference = lesson.path(&lesson.reference());
    let Some(tests) = graded.executable(&reference, "grade", true) else {
        let said = graded.diagnostics.iter().find(|said| said.is_error).map(|said| said.text.clone());
        let outcome = Outcome::Failed("the graded tests do not compile".to_owned(), said.into_iter().collect());
        tasks.push(Task::Done(Check { lesson: lesson.folder(), label: "tests".to_owned(), outcome }));
        return Ok(());
    };
    let mut programs_of = BTreeMap::new();
    for variant in variants {
        let task = match workspace.programs(&lesson, &step, &variant, graded, built)? {
            Err(NotBuilt { found, more }) => {
                let outcome = Outcome::Failed(found, more);
                Task::Done(Check { lesson: lesson.folder(), label: variant.label, outcome })
            }
            Ok(programs) => {
                programs_of.insert(variant.label.clone(), programs.clone());
                let run = Run {
                    executable: tests.to_owned(),
                    folder: reference.clone(),
                    package: lesson.name.clone(),
                    programs: Some(programs),
                    output: workspace.folder.join("output").join(lesson.folder()).join(&variant.label),
                };
                Task::Grade { lesson: lesson.folder(), variant, run }
            }
        };
        tasks.push(task);
    }
    // A hunt whose programs are not there fails with its variant.
    for hunt in hunts {
        let of = |label: &str| programs_of.get(label).cloned();
        if let (Some(reference), Some(fault)) = (of("reference"), of(&format!("wrong/{}", hunt.fault))) {
            let label = format!("hunt/{}", hunt.fault);
            let folder = workspace.folder.join("run").join(lesson.folder()).join(&hunt.fault);
            let hunt = Box::new(hunt);
            tasks.push(Task::Hunt { lesson: lesson.folder(), label, hunt, reference, fault, folder });
        }
    }
    Ok(())
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
    let work = |task: &Task| if matches!(task, Task::Done(_)) { task.outcome() } else { room.with(|| task.outcome()) };
    let mut again = Vec::new();
    load::in_order(tasks, room, work, |task, outcome| {
        // Tests that miss their time because many run at once say nothing about a solution.
        if !matches!(task, Task::Done(_)) && matches!(outcome, Outcome::Failed(..)) {
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
            Self::Hunt { lesson, label, .. } => (lesson, label),
        }
    }

    fn outcome(&self) -> Outcome {
        match self {
            Self::Done(check) => check.outcome.clone(),
            Self::Hunt { hunt, reference, fault, folder, .. } => match hunt::prove(hunt, reference, fault, folder) {
                Ok(found) => Outcome::Passed(found),
                Err(problem) => Outcome::Failed("not found".to_owned(), vec![problem]),
            },
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
