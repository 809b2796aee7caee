//! Work of others, graded where it can do no harm: `cargo course grade`.

mod handed;
mod known;
mod once;
mod text;
mod tools;

use std::path::{Path, PathBuf};

use clap::ValueEnum;

use crate::error::{Error, Result};
use crate::files;
use crate::grade::bar::{self, Bar};
use crate::grade::check::json_of;
use crate::grade::desk::{Desk, Entry, Judgement, Verdict};
use crate::grade::isolation::Isolation;
use crate::grade::load::Room;
use crate::grade::points::Table;
use crate::grade::report::Report;
use crate::lessons::Lesson;
use crate::output::show;

use handed::Handed;
use known::Known;
use tools::Tools;

/// What was asked for.
#[derive(Debug, clap::Args)]
#[expect(clippy::struct_excessive_bools, reason = "each is an option of its own on the command line")]
pub struct Args {
    /// Where to look: rooms, folders of them, archives, or repositories; this clone unless given
    #[arg(value_name = "DIR")]
    pub folders: Vec<PathBuf>,
    /// Take grades from this file too, which an earlier run wrote as JSON; give it again for more
    #[arg(long = "grades", value_name = "FILE")]
    pub grades: Vec<PathBuf>,
    /// Only this lesson; give it again for more
    #[arg(long = "lesson", value_name = "NN")]
    pub lessons: Vec<String>,
    /// In which form
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t = Format::Text)]
    pub format: Format,
    /// The same as --format json
    #[arg(long, conflicts_with = "format")]
    pub json: bool,
    /// Write the grades there instead of on standard output; a folder, where the format holds one submission
    #[arg(long, value_name = "FILE")]
    pub out: Option<PathBuf>,
    /// Write a page for a browser too: the class by lesson, what fails most, and every failure
    #[arg(long, value_name = "FILE")]
    pub page: Option<PathBuf>,
    /// The commands of programs in another language, for submissions without a course.toml; each DIR is one submission
    #[arg(long, value_name = "FILE")]
    pub programs: Option<PathBuf>,
    /// Take all that is found for the submission of one student
    #[arg(long)]
    pub single: bool,
    /// Grade again what was graded before and has not changed since
    #[arg(long)]
    pub fresh: bool,
    /// Draw other inputs than the published ones from this text, which you keep to yourself
    #[arg(long, value_name = "TEXT")]
    pub seed: Option<String>,
    /// Grade nothing; compile all that grading needs, so that it can be done later without waiting
    #[arg(long, conflicts_with_all = ["folders", "grades", "single", "format", "json", "out", "page", "programs", "fresh", "seed"])]
    pub prepare: bool,
    /// Write into DIR what another system needs to grade with this clone
    #[arg(long, value_name = "SYSTEM", value_enum, requires = "folders", conflicts_with_all = ["grades", "single", "format", "json", "out", "page", "programs", "fresh", "seed"])]
    pub emit: Option<System>,
}

/// A form in which grades are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// A line for each room
    Text,
    /// Everything that is known, for other programs
    Json,
    /// XML that Jenkins, GitLab and most other systems read
    Junit,
    /// results.json of a Gradescope autograder
    Gradescope,
    /// result.json of a Classroom 50 autograder
    Classroom50,
    #[value(help = "results.json of PrairieLearn's external grader")]
    Prairielearn,
    /// The lines that Moodle's Virtual Programming Lab reads
    Vpl,
    /// A grade book: a line for each student, a column for each lesson
    Csv,
}

/// A system that grades for a teacher.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum System {
    /// A folder to be zipped and uploaded as a Gradescope autograder
    Gradescope,
    /// `autograder.py` of Classroom 50
    Classroom50,
    /// A workflow of GitHub Actions that grades many repositories
    Actions,
}

/// The word of a choice, as it is typed.
fn word(choice: &impl ValueEnum) -> String {
    choice.to_possible_value().map_or_else(String::new, |value| value.get_name().to_owned())
}

/// Grades what is asked for, and says whether everything that was begun is solved.
pub fn grade(root: &Path, args: &Args, all: &[Lesson], wanted: &[Lesson]) -> Result<bool> {
    let tools = Tools::new(root);
    if args.prepare {
        return prepare(root, wanted, &tools);
    }
    if let Some(system) = args.emit {
        let [folder] = &*args.folders else {
            return Err(Error::Other("--emit needs one folder to write into".to_owned()));
        };
        let lessons = wanted.iter().filter(|_| !args.lessons.is_empty()).map(|lesson| lesson.number.as_str());
        return tools.emit(&word(&system), folder, lessons);
    }
    let table = Table::read(root)?;
    table.check(all)?;
    let format = if args.json { Format::Json } else { args.format };
    let is_direct = format == Format::Text && args.out.is_none();
    for file in args.out.iter().chain(&args.page) {
        make_folder_of(file)?;
    }
    let mut reports = reports(root, args, (all, wanted), &table, &tools, is_direct)?;
    for line in once::count_once(&mut reports) {
        cli::note(line);
    }
    match (format, &args.out) {
        (Format::Text, None) => show(&text::summary(&reports))?,
        (Format::Text, Some(out)) => files::write(out, text::whole(&reports, table.is_given()).as_bytes())?,
        (Format::Json, out) => {
            let text = json_of(&reports)? + "\n";
            out.as_ref().map_or_else(|| show(&text), |out| files::write(out, text.as_bytes()))?;
        }
        (format, out) => tools.format(&word(&format), out.as_deref(), &reports)?,
    }
    if let Some(page) = &args.page {
        tools.page(page, &reports)?;
    }
    Ok(reports.iter().all(|report| report.is_solved() || report.is_not_started()))
}

/// Compiles all that grading stands on.
fn prepare(root: &Path, lessons: &[Lesson], tools: &Tools<'_>) -> Result<bool> {
    let desk = Desk::open(root)?;
    lessons.iter().try_for_each(|lesson| desk.prepare(lesson))?;
    tools.prepare()?;
    Ok(true)
}

/// Makes the folder in which a file is to lie, and says so: its name may be mistyped.
fn make_folder_of(file: &Path) -> Result<()> {
    let Some(folder) = file.parent().filter(|folder| !folder.as_os_str().is_empty() && !folder.exists()) else {
        return Ok(());
    };
    std::fs::create_dir_all(folder).map_err(Error::io("make the folder", folder))?;
    cli::note(format_args!("made the folder {}", folder.display()));
    Ok(())
}

/// Grades everything, and prints a line for each as soon as it is known and those before it are, if it `is_direct`.
fn reports(
    root: &Path,
    args: &Args,
    (all, wanted): (&[Lesson], &[Lesson]),
    table: &Table,
    tools: &Tools<'_>,
    is_direct: bool,
) -> Result<Vec<Report>> {
    let own = root.to_owned();
    let mut folders: Vec<&PathBuf> = args.folders.iter().collect();
    if args.folders.is_empty() && args.grades.is_empty() {
        folders.push(&own);
    }
    let mut reports = Vec::new();
    for file in &args.grades {
        let taken = read_results(file)?;
        cli::note(text::taken_from(taken.len(), file));
        reports.extend(taken);
    }
    if is_direct {
        let width = text::Widths::of_reports(&reports);
        reports.iter().try_for_each(|report| bar::show(&text::line(report, &width, table.is_given())))?;
    }
    if !folders.is_empty() {
        let mut desk = Desk::open(root)?;
        if let Some(seed) = &args.seed {
            desk.draw(seed);
        }
        let seeking = handed::Seeking { all, wanted, programs: args.programs.as_deref(), tools };
        let mut handed = handed::read(&desk, &folders, &seeking, table)?;
        if args.single {
            handed.take_for_one(&folders);
        }
        for folder in handed.rooms.iter().map(|handed| &handed.found.folder).chain(folders) {
            desk.hide(&std::path::absolute(folder).map_err(Error::io("find", folder))?);
        }
        let known = Known::new(root, args.fresh);
        let width = text::Widths::of(&handed.rooms, &handed.unread);
        let mut say = |report: Report| {
            if is_direct {
                bar::show(&text::line(&report, &width, table.is_given()))?;
            }
            reports.push(report);
            Ok(())
        };
        judge(&desk, &handed.rooms, &known, &mut say)?;
        for unread in handed.unread {
            say(Report::unread(unread.who, unread.place, unread.problem))?;
        }
    }
    Ok(reports)
}

/// The grades of an earlier run.
fn read_results(file: &Path) -> Result<Vec<Report>> {
    let text = files::read_text(file)?;
    let problem = |error| {
        let name = file.display();
        Error::Other(format!("{name}: no grades as `cargo course grade --format json` writes them: {error}"))
    };
    serde_json::from_str(&text).map_err(problem)
}

/// Grades what there is to grade and is not known, and hands everything out in its order.
fn judge(desk: &Desk<'_>, handed: &[Handed], known: &Known, say: &mut impl FnMut(Report) -> Result<()>) -> Result<()> {
    let keys = Known::keys(desk, handed)?;
    let mut found: Vec<Option<Judgement>> = handed
        .iter()
        .zip(&keys)
        .map(|(handed, key)| handed.without_a_run().or_else(|| known.recall(key.as_ref()?)))
        .collect();
    let before = found.iter().zip(&keys).filter(|(found, key)| found.is_some() && key.is_some()).count();
    if before > 0 {
        cli::note(text::taken(before));
    }
    let mut entries = Vec::new();
    for (index, handed) in handed.iter().enumerate().filter(|(index, _)| found[*index].is_none()) {
        if let Ok(work) = &handed.work {
            entries.push(Entry { id: format!("{index:04}"), lesson: handed.found.lesson.clone(), work: work.copy() });
        }
    }
    if !entries.is_empty() && desk.isolation()? == Isolation::FolderOnly {
        cli::note(
            "no namespaces here: programs can reach the files of this user; see `cargo course read teachers \"What is kept apart\"`",
        );
    }
    let _progress = Bar::begin(entries.len());
    let index_of = |entry: &Entry| entry.id.parse().unwrap_or(usize::MAX);
    let soon = |entry: &Entry, judgement: &Judgement| {
        if let Some((handed, key)) = handed.get(index_of(entry)).zip(keys.get(index_of(entry))) {
            known.remember(key.as_ref(), judgement);
            bar::step(format_args!("{} {}", handed.found.who, handed.found.lesson.folder()));
        }
    };
    let mut next = 0;
    let mut say_known = |found: &mut Vec<Option<Judgement>>| {
        while let Some(judgement) = found.get_mut(next).and_then(Option::take) {
            say(handed[next].report(judgement))?;
            next += 1;
        }
        Ok(())
    };
    say_known(&mut found)?;
    let judged = desk.judge(&entries, &Room::new(None), &soon, |entry, judgement| {
        if let Some(place) = found.get_mut(index_of(entry)) {
            *place = Some(judgement);
        }
        say_known(&mut found)
    });
    let cleared = desk.clear(&entries);
    judged?;
    cleared
}

/// That a submission cannot be read, as far as a room of it is known.
fn unreadable(problem: &str) -> Verdict {
    Verdict::NoResult(format!("the room cannot be read: {problem}"))
}
