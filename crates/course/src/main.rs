//! `cargo course`: where a learner stands, and the maintainers' checks of the course itself.

mod anchors;
mod bounded;
mod cargo;
mod chapter;
mod check;
mod class;
mod desk;
mod error;
mod exercise;
mod files;
mod grade;
mod hints;
mod isolation;
mod lessons;
mod manifest;
mod memory;
mod output;
mod proof;
mod report;
mod requirements;
mod results;
mod room;
mod starters;
mod status;
mod submission;
mod table;
mod variants;

use std::env;
use std::num::NonZero;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, anyhow};
use clap::{Parser, Subcommand};

use crate::output::show;
use crate::requirements::Requirements;
use crate::table::Contents;

/// Where you stand in the course, and the next step
#[derive(Parser)]
#[command(bin_name = "cargo course", args_conflicts_with_subcommands = true)]
struct Args {
    #[command(subcommand)]
    command: Option<Command>,
    /// Only this lesson, with its exact commands; all lessons and the next step unless given
    #[arg(value_name = "NN")]
    lesson: Option<String>,
}

impl Args {
    /// Whether the exit status tells a failed grade from a grade that could not be given.
    fn grades(&self) -> bool {
        matches!(self.command, Some(Command::Check { .. } | Command::Grade { .. }))
    }
}

#[derive(Subcommand)]
enum Command {
    /// Print a chapter with its listings and terminal sessions in place, for a pager or a Markdown viewer
    Read {
        /// The lesson; the introduction unless given
        #[arg(value_name = "NN")]
        lesson: Option<String>,
        /// Print what the chapter folds away instead: the answers, and one way to fill the gaps
        #[arg(long)]
        answers: bool,
    },
    /// Help with a gap: one hint more each time
    Hint {
        /// The lesson
        #[arg(value_name = "NN")]
        lesson: String,
        /// The number or the name of the gap; the first empty one unless given
        gap: Option<String>,
    },
    /// Grade your room of one lesson as it lies there: each gap, each test, the first failure, and what to do next
    ///
    /// The exit status is 0 when every test passes, 1 when not, 2 when it could not be graded.
    Check {
        /// The lesson
        #[arg(value_name = "NN")]
        lesson: String,
        /// Print data for another program
        #[arg(long)]
        json: bool,
    },
    /// For teachers: grade rooms of others, a line each
    ///
    /// A room counts where it lies: DIR may be a room, such as lessons/01-one-way, a copy of the course with rooms in
    /// lessons/, or a folder of such folders. The exit status is 0 when every room that was begun is solved, 1 when not,
    /// 2 when they could not be graded.
    Grade {
        /// Where to look for rooms
        #[arg(value_name = "DIR", required = true)]
        folders: Vec<PathBuf>,
        /// Only this lesson; give it again for more
        #[arg(long = "lesson", value_name = "NN")]
        lessons: Vec<String>,
        /// Print data for another program
        #[arg(long)]
        json: bool,
    },
    /// For maintainers: write the starters in lessons/ anew, over whatever is there
    Starters {
        /// Write nothing; fail when a starter is not what the reference makes it
        #[arg(long)]
        check: bool,
        /// Only these lessons
        #[arg(value_name = "NN")]
        lessons: Vec<String>,
    },
    /// For maintainers: write the book's table of the requirements of RFC 9110 and RFC 9112 anew
    Requirements {
        /// Write nothing; fail when the page is stale or a requirement has neither a test nor a reason
        #[arg(long)]
        check: bool,
    },
    /// For maintainers: prove that the graded tests fail what is wrong and pass what is right
    Prove {
        /// Only these lessons
        #[arg(value_name = "NN")]
        lessons: Vec<String>,
        /// How many variants are tested at a time; unless given, as many as the machine has room for
        #[arg(long, value_name = "N")]
        jobs: Option<NonZero<usize>>,
    },
}

fn main() -> ExitCode {
    let args = Args::parse();
    match run(&args) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            cli::note(format_args!("error: {error:#}"));
            if args.grades() { ExitCode::from(2) } else { ExitCode::FAILURE }
        }
    }
}

/// Says whether all is well.
fn run(args: &Args) -> anyhow::Result<bool> {
    let here = env::current_dir().context("cannot find the current folder")?;
    let root = lessons::workspace_root(&here)?;
    match &args.command {
        None => course(&root, args.lesson.as_deref()),
        Some(Command::Read { lesson, answers }) => read(&root, lesson.as_deref(), *answers),
        Some(Command::Hint { lesson, gap }) => hint(&root, lesson, gap.as_deref()),
        Some(Command::Check { lesson, json }) => check(&root, lesson, *json),
        Some(Command::Grade { folders, lessons, json }) => {
            let lessons = lessons::select(lessons::lessons(&root)?, lessons)?;
            Ok(class::grade(&root, folders, &lessons, *json)?)
        }
        Some(Command::Starters { check, lessons }) => starters(&root, *check, lessons),
        Some(Command::Requirements { check }) => requirements(&root, *check),
        Some(Command::Prove { lessons, jobs }) => prove(&root, lessons, *jobs),
    }
}

fn course(root: &Path, wanted: Option<&str>) -> anyhow::Result<bool> {
    let contents = Contents::parse(&files::read_text(&root.join("book/src/SUMMARY.md"))?);
    let wanted: Vec<String> = wanted.map(str::to_owned).into_iter().collect();
    let all = lessons::lessons(root)?;
    let mut lessons = lessons::select(all, &wanted).map_err(|error| match &*wanted {
        // Who mistypes a command did not mean a lesson.
        [word] if !word.starts_with(|c: char| c.is_ascii_digit()) => {
            anyhow!("no command and no lesson `{word}`; `cargo course --help` shows the commands")
        }
        _ => error.into(),
    })?;
    contents.sort(&mut lessons);
    let statuses = status::statuses(root, &lessons)?;
    let lessons: Vec<_> = lessons.into_iter().zip(statuses).collect();
    if !wanted.is_empty() {
        for (lesson, status) in &lessons {
            show(&table::only(&contents, lesson, status)?)?;
        }
        return Ok(true);
    }
    show(&format!("{}\n{}", table::table(&contents, &lessons), table::next(&contents, &lessons)?))?;
    Ok(true)
}

fn read(root: &Path, lesson: Option<&str>, answers: bool) -> anyhow::Result<bool> {
    let pages = match lesson {
        None => vec!["book/src/introduction.md".to_owned()],
        Some(lesson) => {
            let lessons = lessons::select(lessons::lessons(root)?, &[lesson.to_owned()])?;
            lessons.iter().map(lessons::Lesson::chapter).collect()
        }
    };
    for page in pages {
        show(&chapter::chapter(root, &page, answers)?)?;
    }
    Ok(true)
}

fn hint(root: &Path, lesson: &str, gap: Option<&str>) -> anyhow::Result<bool> {
    for lesson in lessons::select(lessons::lessons(root)?, &[lesson.to_owned()])? {
        show(&hints::hint(root, &lesson, gap)?)?;
    }
    Ok(true)
}

fn check(root: &Path, wanted: &str, json: bool) -> anyhow::Result<bool> {
    let lessons = lessons::select(lessons::lessons(root)?, &[wanted.to_owned()])?;
    let lesson = lessons.first().with_context(|| format!("no lesson `{wanted}`"))?;
    Ok(check::check(root, lesson, json)?)
}

fn starters(root: &Path, check: bool, wanted: &[String]) -> anyhow::Result<bool> {
    let lessons = lessons::select(lessons::lessons(root)?, wanted)?;
    let mut good = true;
    let mut changed = 0;
    for lesson in &lessons {
        let files = if check {
            starters::stale(lesson).map(|stale| stale.into_keys().collect())
        } else {
            starters::update(lesson)
        };
        match files {
            Ok(files) => {
                changed += files.len();
                for file in files {
                    show(&format!("{} {file}\n", if check { "stale  " } else { "updated" }))?;
                }
            }
            Err(error) => {
                good = false;
                cli::note(format_args!("error: {error}"));
            }
        }
    }
    if check && changed > 0 {
        good = false;
        cli::note("error: the starters are not what the references make them; run `cargo course starters`");
    } else if good && changed == 0 {
        show("all starters are up to date\n")?;
    }
    Ok(good)
}

fn requirements(root: &Path, check: bool) -> anyhow::Result<bool> {
    let requirements = Requirements::read(root)?;
    for problem in &requirements.problems {
        cli::note(format_args!("error: {problem}"));
    }
    let mut good = requirements.problems.is_empty();
    if check {
        if !requirements.is_up_to_date(root)? {
            good = false;
            cli::note("error: the page is not what table, reasons and tests make it; run `cargo course requirements`");
        }
    } else if good {
        show(&format!("{}\n", requirements.write(root)?))?;
    }
    show(&format!("{}\n", requirements.summary()))?;
    Ok(good)
}

fn prove(root: &Path, wanted: &[String], jobs: Option<NonZero<usize>>) -> anyhow::Result<bool> {
    let lessons = lessons::select(lessons::lessons(root)?, wanted)?;
    let (passed, mut failed) = proof::prove(root, &lessons, jobs)?;
    if wanted.is_empty() {
        for step in lessons::steps_without_room(root)? {
            show(&format!("FAIL {}: there is no {}\n", step.reference(), step.exercise_file()))?;
            failed += 1;
        }
    }
    show(&format!("{passed} passed, {failed} failed\n"))?;
    Ok(failed == 0)
}
