//! `cargo course`: where a learner stands, and the maintainers' checks of the course itself.

mod bounded;
mod cargo;
mod error;
mod files;
mod grade;
mod learn;
mod lessons;
mod output;
mod program;
mod prove;
mod render;
mod rooms;
mod terminal;

use std::env;
use std::ffi::OsString;
use std::num::NonZero;
use std::path::Path;
use std::process::{self, ExitCode};

use anyhow::{Context, anyhow};
use clap::error::ErrorKind;
use clap::{CommandFactory as _, Parser, Subcommand, ValueEnum as _};

use crate::grade::check::Again;
use crate::grade::programs::Commands;
use crate::grade::{check, class, programs};
use crate::learn::chapter::{self, Part};
use crate::learn::start::{self, Begin};
use crate::learn::status::{self, Status};
use crate::learn::{bench, book, doctor, hints, hunt, next, run, say, solution, stack, table, update, watch};
use crate::lessons::Role;
use crate::output::{fitted_to_error, show};
use crate::prove::maintain;
use crate::prove::proof::{self, Found};
use crate::prove::proved::{self, Proved};
use crate::prove::requirements::Requirements;
use crate::render::{Look, fitted};
use crate::rooms::depth::Depth;
use crate::rooms::own::Own;
use crate::terminal::Colour;

/// The page that says how the course works.
const INTRODUCTION: &str = "book/src/introduction.md";

/// From how much on a word that is no command is taken for one that was mistyped: what both have in common.
const ALIKE: f32 = 0.7;

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
        matches!(self.command, Some(Command::Check { .. } | Command::Grade(_)))
    }
}

#[derive(Subcommand)]
enum Command {
    /// Read a chapter, with its listings and terminal sessions in place
    #[command(display_order = 1)]
    Read(Read),
    /// Grade your room at every save, and show the verdict
    ///
    /// It takes the whole terminal until you type q. The other keys: h for a hint, n for the next lesson, p for the one before, r to run the tests
    /// again, o to open the file in your editor where there is something to write, w for what goes over the wire. The
    /// editor is VISUAL, or EDITOR, or VS Code. Without a terminal it prints a page for every save until it is interrupted.
    #[command(display_order = 3)]
    Watch {
        /// The lesson; the one you are at unless given
        #[arg(value_name = "NN")]
        lesson: Option<String>,
    },
    /// Help with a gap: one hint more each time
    #[command(display_order = 5)]
    Hint {
        /// The lesson; the one you are at unless given
        #[arg(value_name = "NN")]
        lesson: Option<String>,
        /// The number or the name of the gap; the first empty one unless given, or else that of the test that is red
        gap: Option<String>,
    },
    /// Show the course's solution beside yours: what differs, word by word
    ///
    /// Lines with a minus are yours, lines with a plus the course's.
    #[command(display_order = 6)]
    Solution {
        /// The lesson
        #[arg(value_name = "NN")]
        lesson: String,
        /// Show it although the lesson is not solved yet
        #[arg(long)]
        anyway: bool,
        /// Print all at once, without a pager
        #[arg(long)]
        no_pager: bool,
        /// When to use colours
        #[arg(long, value_name = "WHEN", value_enum, default_value_t = Colour::Auto)]
        color: Colour,
    },
    /// Start a lesson over, at the depth you wish; what is there is kept, and can be brought back
    #[command(display_order = 8)]
    Start {
        /// The lesson
        #[arg(value_name = "NN")]
        lesson: String,
        /// Write the whole layer: types, signatures and their documentation are there, what functions do is yours
        #[arg(long, conflicts_with_all = ["empty", "undo"])]
        build: bool,
        /// Write everything: there is what the programs must do, and an empty `main`
        #[arg(long, conflicts_with = "undo")]
        empty: bool,
        /// Bring back what was kept last, instead; what is there by then is kept too
        #[arg(long)]
        undo: bool,
    },
    /// Take a newer edition of the course under your work
    ///
    /// Everything but what you wrote in lessons/ is taken from it. Where a starter has changed that you wrote on, the change
    /// is made in your code when it fits, and shown when it does not.
    #[command(display_order = 10)]
    Update {
        /// Where the newer edition is: a git remote, a branch, an address, or a folder; where this copy came from unless given
        from: Option<String>,
    },
    /// Grade your room of one lesson, gap by gap
    ///
    /// It is graded as it lies there: each test, the first failure in full, and what to do next. The exit status is 0 when
    /// every test passes, 1 when not, 2 when it could not be graded.
    ///
    /// With --server or --client, programs of your own are judged instead, in whatever language they are written: cargo
    /// course read programs says what they must do. With one of the two, only the tests run that need no other.
    #[command(display_order = 4, visible_alias = "test")]
    Check {
        /// The lesson; the one you are at unless given
        #[arg(value_name = "NN")]
        lesson: Option<String>,
        /// The command that starts your server, such as 'python3 server.py'; it is split into words as a shell does it
        #[arg(long, value_name = "COMMAND")]
        server: Option<String>,
        /// The command that starts your client
        #[arg(long, value_name = "COMMAND")]
        client: Option<String>,
        /// Print data for another program
        #[arg(long)]
        json: bool,
    },
    /// Break it: find the octets that expose a program with one fault
    ///
    /// A server is started of which only the promise is known. What you send it, as a file or with any client, is sent to the
    /// reference too. As soon as the two differ you are told which rule it is, and how few octets would have done. In 09 and
    /// 15 it is a client, and you are the server. The exit status is 1 when the octets of --send make no difference.
    #[command(display_order = 7)]
    Hunt(hunt::Args),
    /// Stack your layers: the server of lesson 14 on what you wrote in 08 to 13
    ///
    /// A layer is yours where it, and everything that stands on it, passes its tests; else the course's is taken, and you read
    /// why. It is all made in target/course/stack: your rooms stay as they are.
    #[command(display_order = 9)]
    Stack {
        /// Only say what is known of the last time
        #[arg(long)]
        report: bool,
    },
    /// Run a program of a lesson: the course's, or your own
    #[command(display_order = 2)]
    Run(Run),
    /// Read the book with its figures and its search, in your browser
    ///
    /// It is built and served until you type Ctrl-C, by the course's server or, with --mine, by yours. The first time, mdBook
    /// is compiled, which takes a minute or two.
    Book(book::Args),
    /// See what goes over the wire, octet by octet: between a client and a server, or in a graded test
    #[command(disable_help_flag = true)]
    Wire(Tool),
    /// Say something to a server, octet by octet, and see what it replies
    ///
    /// Each TEXT is a write of its own. What comes is printed until nothing has come for a moment; then the next TEXT is sent.
    /// After the last one it is printed until the other side ends the connection, or nothing has come for a while. The exit
    /// status is 0 when everything was sent.
    Say(say::Args),
    /// Measure a server of HTTP beside the course's, Python's and nginx: responses for each second of processor time
    ///
    /// The programs are built for speed before, which takes a minute or two the first time. Then it takes a quarter of a minute.
    Bench {
        /// The lesson, 06 to 14
        #[arg(value_name = "NN", default_value = bench::USUAL)]
        lesson: String,
        /// Yours beside it: the server in your room, from lesson 08 on standing on your layers
        #[arg(long)]
        mine: bool,
        /// More for the tool that measures, such as --time 5, after --
        #[arg(last = true, value_name = "ARGUMENT")]
        arguments: Vec<OsString>,
    },
    /// Probe any HTTP server, or client, with the checks of this course: cargo course probe --help
    #[command(disable_help_flag = true)]
    Probe(Tool),
    /// Say what this machine has of what the course can use, and where to get the rest
    ///
    /// The exit status is 1 when something is missing that the course cannot do without.
    #[command(display_order = 11)]
    Doctor,
    /// For teachers: grade the work of others, in as many submissions as there are
    ///
    /// DIR may be a room, such as lessons/01-one-way, a copy of the course with rooms in lessons/, a folder of such folders, a
    /// zip, tar or tar.gz file, or a bare repository. Only what a student may edit counts; everything else is taken from this
    /// clone. The exit status is 0 when every room that was begun is solved, 1 when not, 2 when they could not be graded.
    Grade(class::Args),
    /// For maintainers: write the starters in lessons/ anew, but for rooms with work in them
    Starters {
        /// Write nothing; fail when a starter without work in it is not what the reference makes it
        #[arg(long)]
        check: bool,
        /// Write a starter over work too; a copy of it is kept
        #[arg(long, requires = "lessons", conflicts_with = "check")]
        force: bool,
        /// These lessons; unless given, only rooms that hold nothing yet
        #[arg(value_name = "NN")]
        lessons: Vec<String>,
    },
    /// For maintainers: write the book's table of the requirements of RFC 9110 and RFC 9112 anew
    Requirements {
        /// Write nothing; fail when the page is stale or a requirement has neither a test nor a reason
        #[arg(long)]
        check: bool,
    },
    /// For maintainers: draw the figures of the book anew, from what programs really sent: cargo course figures --help
    #[command(disable_help_flag = true)]
    Figures(Tool),
    /// For maintainers: record lesson 01 in `cargo course watch` anew, for the README: cargo course screencast --help
    #[command(disable_help_flag = true)]
    Screencast(Tool),
    /// For maintainers: prove that the graded tests fail what is wrong and pass what is right
    Prove {
        /// Only these lessons
        #[arg(value_name = "NN")]
        lessons: Vec<String>,
        /// How many variants are tested at a time; unless given, as many as the machine has room for
        #[arg(long, value_name = "N")]
        jobs: Option<NonZero<usize>>,
        /// Leave out lessons that were proved as they are: tests/proved.toml knows them
        #[arg(long)]
        changed: bool,
        /// Only what has a name that begins so, gaps, hunts or wrong/reads for example; nothing is noted as proved
        #[arg(long, value_name = "NAME", conflicts_with = "changed")]
        only: Option<String>,
        /// That the references, put into rooms at the build depth, stand on one another; nothing is noted as proved
        #[arg(long, conflicts_with_all = ["changed", "only", "lessons"])]
        stack: bool,
    },
}

/// What a tool of the toolbox is called with.
#[derive(clap::Args)]
struct Tool {
    /// Its arguments
    #[arg(trailing_var_arg = true, allow_hyphen_values = true, value_name = "ARGUMENT")]
    arguments: Vec<OsString>,
}

#[derive(clap::Args)]
struct Run {
    /// The lesson
    #[arg(value_name = "NN")]
    lesson: String,
    /// Which of its programs
    #[arg(value_enum, value_name = "server|client")]
    role: Role,
    /// Yours: the program in your room, from lesson 08 on standing on your layers
    #[arg(long)]
    mine: bool,
    /// The arguments of the program, after --
    #[arg(last = true, value_name = "ARGUMENT")]
    arguments: Vec<OsString>,
}

#[derive(clap::Args)]
struct Read {
    /// The lesson, or another page of the book: companion, watching-the-wire, languages, programs, hunt, teachers, files,
    /// systems, glossary, invariants, requirements, scoreboard, further; the introduction unless given
    #[arg(value_name = "NN")]
    lesson: Option<String>,
    /// Only the section whose heading has these words
    words: Vec<String>,
    /// Read what the chapter folds away instead: the answers, and one way to fill the gaps
    #[arg(long, conflicts_with = "words")]
    answers: bool,
    /// Read one of the answers: its number; or one way to fill a gap: its name
    #[arg(long, value_name = "NUMBER|GAP", conflicts_with_all = ["answers", "words"])]
    answer: Option<String>,
    /// Print Markdown, for another program to show
    #[arg(long)]
    markdown: bool,
    /// Print all at once, without a pager
    ///
    /// On a terminal, the chapter goes through the program in the environment variable PAGER, or else through less.
    #[arg(long)]
    no_pager: bool,
    /// When to use colours
    #[arg(long, value_name = "WHEN", value_enum, default_value_t = Colour::Auto)]
    color: Colour,
}

fn main() -> ExitCode {
    let args = Args::try_parse().unwrap_or_else(|error| {
        let words: Vec<String> = env::args_os().skip(1).map(|word| word.to_string_lossy().into_owned()).collect();
        let Some(problem) = misread(&error, &words) else { end_with(&error) };
        complain(&problem);
        cli::finish_notes();
        process::exit(2)
    });
    let status = match run(&args) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            complain(&format!("{error:#}"));
            if args.grades() { ExitCode::from(2) } else { ExitCode::FAILURE }
        }
    };
    cli::finish_notes();
    status
}

/// Says on standard error what went wrong.
fn complain(problem: &str) {
    cli::note(fitted_to_error(&format!("error: {problem}")));
}

/// Shows help, or what is wrong with the arguments, and ends.
fn end_with(error: &clap::Error) -> ! {
    let text = error.render().to_string();
    if error.use_stderr() {
        cli::note(fitted_to_error(&text).trim_end());
        cli::finish_notes();
    } else {
        // That nobody reads the help is no reason to say more.
        let _ = show(&fitted(&text, terminal::width()));
    }
    process::exit(error.exit_code())
}

/// Says whether all is well.
fn run(args: &Args) -> anyhow::Result<bool> {
    let here = env::current_dir().context("cannot find the current folder")?;
    let root = lessons::workspace_root(&here)?;
    if update::is_under_way(&root) && !matches!(args.command, Some(Command::Update { .. })) {
        cli::note("an update of the course broke off; `cargo course update` completes it");
    }
    match &args.command {
        None => course(&root, args.lesson.as_deref()),
        Some(Command::Read(wanted)) => read(&root, wanted),
        Some(Command::Watch { lesson }) => {
            watch::watch(&root, lesson.as_deref())?;
            Ok(true)
        }
        Some(Command::Hint { lesson, gap }) => hint(&root, lesson.as_deref(), gap.as_deref()),
        Some(Command::Solution { lesson, anyway, no_pager, color }) => {
            for lesson in lessons::select(lessons::lessons(&root)?, std::slice::from_ref(lesson))? {
                let text = solution::solution(&root, &lesson, *anyway, color.is_wanted())?;
                terminal::show_page(&text, *no_pager)?;
            }
            Ok(true)
        }
        Some(Command::Book(wanted)) => Ok(book::book(&root, wanted)?),
        Some(Command::Wire(tool)) => wire(&root, tool),
        Some(Command::Say(wanted)) => {
            say::say(wanted)?;
            Ok(true)
        }
        Some(Command::Bench { lesson, mine, arguments }) => {
            let lessons = lessons::select(lessons::lessons(&root)?, std::slice::from_ref(lesson))?;
            let lesson = lessons.first().with_context(|| format!("no lesson `{lesson}`"))?;
            Ok(bench::bench(&root, lesson, *mine, arguments)?)
        }
        Some(Command::Probe(tool)) => handed_on(&root, "probe", tool),
        Some(Command::Figures(tool)) => handed_on(&root, "figures", tool),
        Some(Command::Screencast(tool)) => handed_on(&root, "screencast", tool),
        Some(Command::Doctor) => Ok(doctor::doctor(&root)?),
        Some(Command::Start { lesson, build, empty, undo }) => {
            let depth = match (build, empty) {
                (true, _) => Depth::Build,
                (_, true) => Depth::Empty,
                _ => Depth::Guided,
            };
            start(&root, lesson, if *undo { Begin::Undo } else { Begin::Fresh(depth) })
        }
        Some(Command::Update { from }) => {
            show(&update::update(&root, from.as_deref(), &mut |_| Ok(()))?)?;
            Ok(true)
        }
        Some(Command::Check { lesson, server, client, json }) => {
            let commands = Commands { server: server.as_deref(), client: client.as_deref() };
            check(&root, lesson.as_deref(), commands, *json)
        }
        Some(Command::Hunt(wanted)) => Ok(hunt::hunt(&root, wanted)?),
        Some(Command::Stack { report }) => {
            stack::stack(&root, *report)?;
            Ok(true)
        }
        Some(Command::Run(wanted)) => {
            let lessons = lessons::select(lessons::lessons(&root)?, std::slice::from_ref(&wanted.lesson))?;
            let lesson = lessons.first().with_context(|| format!("no lesson `{}`", wanted.lesson))?;
            Ok(run::run(&root, lesson, wanted.role, wanted.mine, &wanted.arguments)?)
        }
        Some(Command::Grade(wanted)) => {
            let all = lessons::lessons(&root)?;
            let lessons = lessons::select(all.clone(), &wanted.lessons)?;
            Ok(class::grade(&root, wanted, &all, &lessons)?)
        }
        Some(Command::Starters { check, force, lessons }) => starters(&root, *check, *force, lessons),
        Some(Command::Requirements { check }) => requirements(&root, *check),
        Some(Command::Prove { stack: true, .. }) => {
            let (passed, failed) = stack::proof::prove(&root)?;
            show(&format!("{passed} passed, {failed} failed\n"))?;
            Ok(failed == 0)
        }
        Some(Command::Prove { lessons, jobs, only: Some(only), .. }) => {
            let lessons = lessons::select(lessons::lessons(&root)?, lessons)?;
            proved_to_be(&proof::prove(&root, &lessons, *jobs, Some(only))?, 0)
        }
        Some(Command::Prove { lessons, jobs, changed, .. }) => prove(&root, lessons, *jobs, *changed),
    }
}

/// Becomes a tool of the toolbox.
fn handed_on(root: &Path, tool: &str, given: &Tool) -> anyhow::Result<bool> {
    Ok(program::become_it(handing_on(root, tool, given)?)?)
}

fn handing_on(root: &Path, tool: &str, given: &Tool) -> anyhow::Result<process::Command> {
    let arguments = std::iter::once(OsString::from(tool)).chain(given.arguments.iter().cloned());
    Ok(program::toolbox(root, arguments)?)
}

/// Hands on with what the tool cannot know: which tests belong to gaps that are open, so that it finds the same first
/// failure as a check.
fn wire(root: &Path, given: &Tool) -> anyhow::Result<bool> {
    let mut command = handing_on(root, "wire", given)?;
    if let Some(open) = given.arguments.first().and_then(|word| open_gaps(root, word.to_str()?).ok()) {
        command.env("COURSE_OPEN_GAPS", open);
    }
    Ok(program::become_it(command)?)
}

/// The tests of each gap that is open in a lesson, as JSON.
fn open_gaps(root: &Path, lesson: &str) -> anyhow::Result<String> {
    let lessons = lessons::select(lessons::lessons(root)?, &[lesson.to_owned()])?;
    let lesson = lessons.first().context("there is no such lesson")?;
    Ok(serde_json::to_string(&Own::read(lesson)?.tests_of_open_gaps(lesson))?)
}

fn is_no_lesson(word: &str) -> bool {
    !word.starts_with(|c: char| c.is_ascii_digit() || c == '-')
}

/// What is wrong with the arguments, where clap has read them otherwise than they were meant.
fn misread(error: &clap::Error, words: &[String]) -> Option<String> {
    let word = words.first()?;
    let is_command = Args::command().find_subcommand(word).is_some();
    // What clap says of `chek 01` is true of its own reading, in which the first word is a lesson.
    if error.kind() == ErrorKind::ArgumentConflict && !is_command && is_no_lesson(word) {
        return Some(unknown(word));
    }
    let is_about_values = matches!(error.kind(), ErrorKind::InvalidValue | ErrorKind::MissingRequiredArgument);
    let role = words.get(1).filter(|role| Role::from_str(role, true).is_ok());
    let role = role.filter(|_| is_about_values && word == "run")?;
    let lesson = words.get(2).filter(|lesson| !is_no_lesson(lesson) && !lesson.starts_with('-'));
    let lesson = lesson.map_or("NN", String::as_str);
    Some(format!("the lesson comes first, and then which of its programs: cargo course run {lesson} {role}"))
}

fn unknown(word: &str) -> String {
    let command = Args::command();
    let names = command.get_subcommands().flat_map(clap::Command::get_name_and_visible_aliases);
    let near = similar::get_close_matches(word, &names.collect::<Vec<_>>(), 1, ALIKE);
    let meant = near.first().map_or(String::new(), |name| format!("did you mean `cargo course {name}`? "));
    format!("no command and no lesson `{word}`; {meant}`cargo course --help` shows the commands")
}

fn course(root: &Path, wanted: Option<&str>) -> anyhow::Result<bool> {
    let wanted: Vec<String> = wanted.map(str::to_owned).into_iter().collect();
    let (contents, all) = next::in_order(root)?;
    let lessons = lessons::select(all, &wanted).map_err(|error| match &*wanted {
        // Who mistypes a command did not mean a lesson.
        [word] if is_no_lesson(word) => anyhow!(unknown(word)),
        _ => error.into(),
    })?;
    let places = status::places(root, lessons)?;
    if !wanted.is_empty() {
        for place in &places {
            let next = if place.status == Status::Solved { next::lesson(root)? } else { None };
            show(&table::only(root, &contents, place, next.as_ref())?)?;
        }
        return Ok(true);
    }
    let mut text = format!("\n{}\n", table::progress(&contents, &places));
    for lost in lessons::steps_without_room(root)? {
        text += &fitted(&format!("{}\n", lost.without_room()), terminal::width());
    }
    text.extend(stack::line(root)?.map(|line| fitted(&line, terminal::width()) + "\n"));
    let below = format!("{text}\n{}", table::next(root, &contents, &places)?);
    let table = table::table(&contents, &places);
    let lines = table.lines().count() + below.lines().count();
    // The prompt that follows takes a line too.
    let has_room = terminal::screen().is_none_or(|screen| lines < screen.lines);
    let table = if has_room { table } else { table::short(&contents, &places) };
    show(&format!("{table}{below}"))?;
    Ok(true)
}

fn read(root: &Path, wanted: &Read) -> anyhow::Result<bool> {
    let (page, command) = match &wanted.lesson {
        None => (INTRODUCTION.to_owned(), "cargo course read".to_owned()),
        Some(word) if chapter::is_page(root, word) => {
            (format!("book/src/{word}.md"), format!("cargo course read {word}"))
        }
        Some(word) => {
            let known = lessons::lessons(root)?;
            let pages = chapter::pages(root, &known)?.join(", ");
            let lessons = lessons::select(known, std::slice::from_ref(word))
                .map_err(|error| anyhow!("{error}; or another page of the book: {pages}"))?;
            let lesson = lessons.first().with_context(|| format!("no lesson `{word}`"))?;
            (lesson.chapter(), format!("cargo course read {}", lesson.number))
        }
    };
    let part = match &wanted.answer {
        Some(which) => Part::Answer(which.clone()),
        None if wanted.answers => Part::Answers,
        None if wanted.words.is_empty() => Part::Open,
        None => Part::Section(wanted.words.join(" ")),
    };
    let text = chapter::chapter(root, &page, &part, &command)?;
    if wanted.markdown {
        show(&text)?;
    } else {
        let colour = wanted.color.is_wanted();
        let look = Look { width: terminal::width(), colour, folder: "book/src" };
        terminal::show_page(&render::render(&text, look), wanted.no_pager)?;
    }
    Ok(true)
}

fn hint(root: &Path, lesson: Option<&str>, gap: Option<&str>) -> anyhow::Result<bool> {
    let Some(lesson) = lesson else {
        show(&hints::next(root)?)?;
        return Ok(true);
    };
    for lesson in lessons::select(lessons::lessons(root)?, &[lesson.to_owned()])? {
        show(&hints::hint(root, &lesson, gap, Again::Command)?)?;
    }
    Ok(true)
}

fn check(root: &Path, wanted: Option<&str>, commands: Commands<'_>, json: bool) -> anyhow::Result<bool> {
    let lesson = match wanted {
        Some(wanted) => lessons::select(lessons::lessons(root)?, &[wanted.to_owned()])?.into_iter().next(),
        None => next::lesson(root)?,
    };
    if let (None, Some(next)) = (wanted, &lesson) {
        cli::note(format_args!("grading lesson {} {}, where you are", next.number, next.name));
    }
    let lesson = lesson.context("every lesson is solved; name one, for example cargo course check 01")?;
    if commands.are_given() {
        return Ok(programs::check(root, &lesson, commands, json)?);
    }
    Ok(check::check(root, &lesson, json)?)
}

fn start(root: &Path, lesson: &str, begin: Begin) -> anyhow::Result<bool> {
    for lesson in lessons::select(lessons::lessons(root)?, &[lesson.to_owned()])? {
        show(&terminal::on_screen(&start::start(root, &lesson, begin, &mut |_| Ok(()))?))?;
    }
    Ok(true)
}

fn starters(root: &Path, check: bool, force: bool, wanted: &[String]) -> anyhow::Result<bool> {
    let lessons = lessons::select(lessons::lessons(root)?, wanted)?;
    Ok(match (check, wanted) {
        (true, _) => maintain::check(&lessons)?,
        (false, []) => maintain::write_new(root, &lessons)?,
        (false, _) => maintain::update(root, &lessons, force)?,
    })
}

fn requirements(root: &Path, check: bool) -> anyhow::Result<bool> {
    let requirements = Requirements::read(root)?;
    for problem in &requirements.problems {
        complain(&problem.to_string());
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

fn prove(root: &Path, wanted: &[String], jobs: Option<NonZero<usize>>, only_changed: bool) -> anyhow::Result<bool> {
    let proved = Proved::read(root)?;
    let (mut lessons, mut checksums) = (Vec::new(), Vec::new());
    for lesson in lessons::select(lessons::lessons(root)?, wanted)? {
        // As it is now: somebody may go on working while the proof is made. What cannot be read, the proof says.
        let checksum = proved::checksum(root, &lesson).ok();
        if only_changed && checksum.as_ref().is_some_and(|checksum| proved.holds(&lesson, checksum)) {
            let (folder, number) = (lesson.folder(), &lesson.number);
            show(&format!("same {folder}: proved as it is; cargo course prove {number} does so again\n"))?;
        } else {
            lessons.push(lesson);
            checksums.push(checksum);
        }
    }
    let found = proof::prove(root, &lessons, jobs, None)?;
    proved.note(lessons.into_iter().zip(checksums), &found.failed)?;
    let mut more = 0;
    if wanted.is_empty() {
        for step in lessons::steps_without_room(root)? {
            show(&format!("FAIL {}: there is no {}\n", step.reference(), step.exercise_file()))?;
            more += 1;
        }
    }
    proved_to_be(&found, more)
}

/// Says how many checks passed and how many failed, with those that were not made by the proof itself.
fn proved_to_be(found: &Found, more: usize) -> anyhow::Result<bool> {
    let failed = found.failed.len() + more;
    show(&format!("{} passed, {failed} failed\n", found.passed))?;
    Ok(failed == 0)
}
