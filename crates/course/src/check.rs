//! One room of the learner's own, graded by content: `cargo course check`.

use std::fmt::Write as _;
use std::path::Path;

use crate::desk::{Desk, Entry, Judgement, OWN, Verdict};
use crate::error::{Error, Result};
use crate::exercise::{Exercise, Gap, marker};
use crate::files::Tree;
use crate::hints;
use crate::lessons::Lesson;
use crate::next;
use crate::output::show;
use crate::report::Report;
use crate::results::{Kind, Test};
use crate::room::Room;
use crate::starters::{self, Step};
use crate::status;
use crate::submission::{self, Sources};

/// A room as it lies there, beside the starter that it began as.
pub struct Own {
    sources: Sources,
    starter: Tree,
    exercise: Exercise,
}

/// A gap that still holds what the starter has there.
struct Open<'a> {
    gap: &'a Gap,
    number: usize,
    /// `lessons/01-one-way/src/server.rs:66`
    place: String,
}

impl Own {
    /// Reads what counts of the learner's own room.
    pub fn read(lesson: &Lesson) -> Result<Self> {
        let step = Step::read(lesson)?;
        let exercise = lesson.exercise()?;
        let starter = starters::derive(lesson, &step, &exercise)?;
        let sources = submission::sources(&lesson.path(&lesson.room()), &starter, &step.mains()).map_err(|error| {
            let anew =
                format!("`cargo course start {}` begins the lesson anew, and keeps what is there", lesson.number);
            Error::Other(format!("{}: {error}; {anew}", lesson.room()))
        })?;
        Ok(Self { sources, starter, exercise })
    }

    /// What counts of it.
    pub fn files(&self) -> &Tree {
        &self.sources.files
    }

    fn open_gaps(&self, lesson: &Lesson) -> Vec<Open<'_>> {
        let text = |tree: &Tree, name: &str| {
            String::from_utf8_lossy(tree.get(name).map_or(&[][..], Vec::as_slice)).into_owned()
        };
        let mut open = Vec::new();
        for (index, gap) in self.exercise.gaps.iter().enumerate() {
            let number = index + 1;
            let (source, starter) = (text(&self.sources.files, &gap.file), text(&self.starter, &gap.file));
            if hints::is_open(gap, number, &source, &starter) {
                let place = format!("{}/{}{}", lesson.room(), gap.file, line_of(gap, number, &source));
                open.push(Open { gap, number, place });
            }
        }
        open
    }
}

/// `:66`, where the gap begins; nothing where its comment is gone.
fn line_of(gap: &Gap, number: usize, source: &str) -> String {
    let (heading, marker) = (format!("// GAP {number} of "), marker(number, &gap.anchor));
    let is_there = |line: &str| line.trim_start().starts_with(&heading) || line.contains(&marker);
    source.lines().position(is_there).map_or(String::new(), |index| format!(":{}", index + 1))
}

/// Grades rooms of the learner's own that were read.
pub fn judge(root: &Path, rooms: &[(&Lesson, &Own)]) -> Result<Vec<Judgement>> {
    let desk = Desk::open(root)?;
    let mut judgements = Vec::new();
    for (lesson, own) in rooms {
        let entry = Entry { id: OWN.to_owned(), lesson: (*lesson).clone(), files: own.sources.files.clone() };
        desk.judge(&[entry], &Room::new(None), |_, judgement| {
            judgements.push(judgement);
            Ok(())
        })?;
    }
    Ok(judgements)
}

/// Grades one room, says how each test went, and what to do next. Returns whether all tests pass.
pub fn check(root: &Path, lesson: &Lesson, json: bool) -> Result<bool> {
    let own = Own::read(lesson)?;
    let judgement = judge(root, &[(lesson, &own)])?.pop();
    let judgement = judgement.unwrap_or(Judgement::without_tests(Verdict::NotStarted));
    if let Err(error) = status::remember(root, lesson, &own, &judgement) {
        // It is found out again when somebody asks.
        cli::note(error);
    }
    let report = Report::new("you", lesson, lesson.room(), &own.sources.notes, judgement);
    if json {
        show(&format!("{}\n", json_of(&report)?))?;
    } else {
        let next = if report.is_solved() { next::lesson(root)? } else { None };
        show(&text(lesson, &own, &report, next.as_ref()))?;
    }
    Ok(report.is_solved())
}

/// A value as JSON for other programs.
pub fn json_of(value: &impl serde::Serialize) -> Result<String> {
    serde_json::to_string_pretty(value).map_err(|error| Error::Other(error.to_string()))
}

fn text(lesson: &Lesson, own: &Own, report: &Report, after: Option<&Lesson>) -> String {
    let mut text = String::new();
    let open = own.open_gaps(lesson);
    let count = own.exercise.gaps.len();
    let _ = writeln!(text, "lesson {} {}: {}", lesson.number, lesson.name, heading(report));
    for note in &report.notes {
        let _ = writeln!(text, "  note: {note}");
    }
    let _ = writeln!(text, "\ngaps: {} of {count} filled", count - open.len());
    for open in &open {
        let _ = writeln!(text, "  {} {} is empty  {}", open.number, open.gap.anchor, open.place);
    }
    if !report.text.is_empty() {
        let _ = writeln!(text, "\n{}", report.text.trim_end());
    }
    if !report.tests.is_empty() {
        let _ = writeln!(text, "\ntests");
    }
    let width = report.tests.iter().map(|test| test.kind.to_string().len()).max().unwrap_or(0);
    for test in &report.tests {
        let _ = writeln!(text, "  {:width$}  {}", test.kind, test.name);
    }
    if !report.left_out.is_empty() {
        let _ = writeln!(text, "\nleft out on this system");
    }
    for line in &report.left_out {
        let _ = writeln!(text, "  {line}");
    }
    let first = first_failure(&report.tests);
    if let Some(test) = first {
        let _ = writeln!(text, "\nfirst failure: {}\n\n{}", test.name, test.text.trim_end());
    }
    let _ = writeln!(text, "\nnext: {}", next(lesson, report, first, open.first(), after));
    text
}

fn heading(report: &Report) -> String {
    match report.verdict {
        "tests fail" => format!("{} of {} tests pass", report.passed, report.count),
        verdict => verdict.to_owned(),
    }
}

/// The failure to look at first: one of what was written already, if there is one, in the order of the test file.
fn first_failure(tests: &[Test]) -> Option<&Test> {
    let failed = || tests.iter().filter(|test| !test.passed());
    failed().find(|test| test.kind != Kind::NotStarted).or_else(|| failed().next())
}

fn next(lesson: &Lesson, report: &Report, first: Option<&Test>, open: Option<&Open>, after: Option<&Lesson>) -> String {
    let again = format!("cargo course check {}", lesson.number);
    match (report.verdict, first.map(|test| test.kind), open) {
        ("solved", ..) => match after {
            Some(after) => format!("every test passes; go on with `cargo course {}`", after.number),
            None => "every test of every lesson passes".to_owned(),
        },
        ("does not compile", ..) => format!("mend what the compiler says first, then `{again}`"),
        ("not its own", ..) => format!("write the code into the room's own files, then `{again}`"),
        (_, None | Some(Kind::NotStarted), Some(open)) => format!(
            "fill gap {}, {}, in\n      {}\n      stuck? `cargo course hint {} {}`",
            open.number, open.gap.anchor, open.place, lesson.number, open.number
        ),
        (_, Some(Kind::NotMade), _) => {
            format!("make room on the machine, then `{again}`: this says nothing about your work")
        }
        (_, Some(_), _) => format!("mend the first failure, then `{again}`"),
        (_, None, None) => format!("`{again}` once more; if it says the same again, look at what your programs start"),
    }
}
