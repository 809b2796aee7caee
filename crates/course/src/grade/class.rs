//! Rooms of others, graded where they can do no harm: `cargo course grade`.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use crate::error::{Error, Result};
use crate::files::{self, Tree};
use crate::grade::check::json_of;
use crate::grade::desk::{Desk, Entry, Judgement, Verdict};
use crate::grade::isolation::Isolation;
use crate::grade::load::Room;
use crate::grade::report::{Report, one_line};
use crate::grade::submission::{self, Found, Search, Sources};
use crate::lessons::Lesson;
use crate::output::show;
use crate::rooms::depth::Depth;
use crate::rooms::starters::{self, Step};

/// A room that was handed in, read.
struct Handed {
    found: Found,
    sources: std::result::Result<Sources, String>,
    is_untouched: bool,
}

/// Grades all rooms in these folders, a line each, and says whether every one that was begun is solved.
pub fn grade(root: &Path, folders: &[PathBuf], lessons: &[Lesson], json: bool) -> Result<bool> {
    let handed = read(folders, lessons)?;
    let mut reports = Vec::new();
    let width = |text: fn(&Found) -> usize| handed.iter().map(|handed| text(&handed.found)).max().unwrap_or(0);
    let widths = (width(|found| one_line(&found.who).chars().count()), width(|found| found.lesson.folder().len()));
    let mut say = |report: Report| {
        if !json {
            show(&line(&report, widths))?;
        }
        reports.push(report);
        Ok(())
    };
    judge(root, &handed, &mut say)?;
    if json {
        show(&format!("{}\n", json_of(&reports)?))?;
    } else {
        show(&summary(&reports))?;
    }
    Ok(reports.iter().all(|report| report.is_solved() || report.verdict == "not started"))
}

fn read(folders: &[PathBuf], lessons: &[Lesson]) -> Result<Vec<Handed>> {
    let mut handed = Vec::new();
    for folder in folders {
        let Search { rooms, without } = submission::find(folder, lessons)?;
        if rooms.is_empty() {
            let example = lessons.first().map_or_else(String::new, Lesson::folder);
            let problem = format!(
                "no room in there: a room is a folder called like its lesson, such as {example}, with a folder src"
            );
            return Err(Error::Other(format!("{}: {problem}", folder.display())));
        }
        for without in without {
            cli::note(format_args!("{}: no room in there", one_line(&without)));
        }
        for found in rooms {
            let step = Step::read(&found.lesson)?;
            let manifest = found.folder.join("Cargo.toml");
            // A pipe of that name would be waited for.
            let is_file = fs::symlink_metadata(&manifest).is_ok_and(|found| found.is_file());
            let manifest = if is_file { files::read(&manifest).unwrap_or_default() } else { Vec::new() };
            let depth = Depth::of_manifest(&manifest);
            let starter: Tree = starters::derive(&found.lesson, &step, &found.lesson.exercise()?, depth)?;
            let sources =
                submission::sources(&found.folder, &starter, &step.mains()).map_err(|error| error.to_string());
            let is_untouched = sources.as_ref().is_ok_and(|sources| submission::is_untouched(&sources.files, &starter));
            handed.push(Handed { found, sources, is_untouched });
        }
    }
    Ok(handed)
}

/// Grades what there is to grade, and hands everything out in its order.
fn judge(root: &Path, handed: &[Handed], say: &mut impl FnMut(Report) -> Result<()>) -> Result<()> {
    let mut entries = Vec::new();
    for (index, handed) in handed.iter().enumerate() {
        if let (Ok(sources), false) = (&handed.sources, handed.is_untouched) {
            let (id, lesson) = (format!("{index:04}"), handed.found.lesson.clone());
            entries.push(Entry { id, lesson, files: sources.files.clone() });
        }
    }
    let mut desk = Desk::open(root)?;
    for handed in handed {
        desk.hide(&handed.found.folder);
    }
    if desk.isolation() == Isolation::FolderOnly {
        cli::note(
            "no namespaces here: programs can reach the files of this user; see \"What is kept apart\" in book/src/teachers.md",
        );
    }
    let mut next = 0;
    let judged = desk.judge(&entries, &Room::new(None), |entry, judgement| {
        let index: usize = entry.id.parse().unwrap_or(usize::MAX);
        say_without_a_run(handed, next, index, say)?;
        next = index + 1;
        handed.get(index).map_or(Ok(()), |handed| say(report(handed, judgement)))
    });
    let cleared = desk.clear(&entries);
    judged?;
    cleared?;
    say_without_a_run(handed, next, handed.len(), say)
}

/// Hands out the rooms from one place up to another, which need no run.
fn say_without_a_run(
    handed: &[Handed],
    from: usize,
    to: usize,
    say: &mut impl FnMut(Report) -> Result<()>,
) -> Result<()> {
    for handed in handed.get(from..to.min(handed.len())).unwrap_or_default() {
        let verdict = match &handed.sources {
            Err(problem) => Verdict::NoResult(format!("the room cannot be read: {problem}")),
            Ok(_) => Verdict::NotStarted,
        };
        say(report(handed, Judgement::without_tests(verdict)))?;
    }
    Ok(())
}

fn report(handed: &Handed, judgement: Judgement) -> Report {
    let notes = handed.sources.as_ref().map_or(&[][..], |sources| &sources.notes);
    let found = &handed.found;
    Report::new(&found.who, &found.lesson, found.folder.display().to_string(), notes, judgement)
}

fn line(report: &Report, (who, lesson): (usize, usize)) -> String {
    let score = if report.count == 0 { "-".to_owned() } else { format!("{} of {}", report.passed, report.count) };
    let mut line = String::new();
    let _ = writeln!(line, "{:who$}  {:lesson$}  {score:>8}  {report}", one_line(&report.who), report.lesson);
    line
}

fn summary(reports: &[Report]) -> String {
    let count = |word: &str| reports.iter().filter(|report| report.verdict == word).count();
    let solved = count("solved");
    let untouched = count("not started");
    format!(
        "\n{} {}: {solved} solved, {} not, {untouched} not started\n",
        reports.len(),
        if reports.len() == 1 { "room" } else { "rooms" },
        reports.len() - solved - untouched
    )
}
