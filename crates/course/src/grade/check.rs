//! One room of the learner's own, graded by content: `cargo course check`.

use std::fmt::Write as _;
use std::path::Path;

use crate::bounded;
use crate::error::{Error, Result};
use crate::grade::desk::{Judgement, Verdict};
use crate::grade::points::{Table, number};
use crate::grade::report::Report;
use crate::grade::results::{Kind, Test};
use crate::learn::next;
use crate::learn::status;
use crate::lessons::{FIRST_LAYER, Lesson};
use crate::output::{self, show};
use crate::rooms::depth::Depth;
use crate::rooms::own::{self, Open, Own};
use crate::terminal;

/// How many functions that are left to write are named at once.
const SHOWN: usize = 5;

/// What to do with a layer that is written.
const STACK: &str = "\n      (`cargo course stack` puts the layers above on what you have written)";

/// How a learner has a room graded again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Again {
    /// By the same command.
    Command,
    /// By a save: it is watched.
    Save,
    /// By a save; and where it is watched, keys ask for more.
    Key,
}

/// A room that was graded, and what is left to write in it.
pub struct Checked {
    lesson: Lesson,
    own: Own,
    pub report: Report,
    /// What is left to write.
    pub open: Vec<Open>,
    /// The lesson to go on with when this one is solved.
    after: Option<Lesson>,
    /// Whether the teacher's table says what it is worth.
    gives_points: bool,
}

/// Grades one room, says how each test went, and what to do next. Returns whether all tests pass.
pub fn check(root: &Path, lesson: &Lesson, json: bool) -> Result<bool> {
    let checked = Checked::of(root, lesson)?;
    if json {
        show(&format!("{}\n", json_of(&checked.report)?))?;
    } else {
        show(&terminal::on_screen(&checked.text(Again::Command)))?;
    }
    Ok(checked.report.is_solved())
}

impl Checked {
    /// Grades one room as it lies there.
    pub fn of(root: &Path, lesson: &Lesson) -> Result<Self> {
        let own = Own::read(lesson)?;
        let judgement = own::judge(root, &[(lesson, &own)])?.pop();
        let judgement = judgement.unwrap_or(Judgement::without_tests(Verdict::NotStarted));
        if bounded::is_interrupted() {
            return Err(Error::Other("interrupted".to_owned()));
        }
        if let Err(error) = status::remember(root, lesson, &own, &judgement) {
            // It is found out again when somebody asks.
            output::note(error);
        }
        let scale = Table::read(root)?.scale(lesson, &lesson.exercise()?, own.depth());
        let place = (lesson.room(), own.depth().to_string());
        let report = Report::new("you", lesson, place, own.notes(), judgement, &scale);
        let open = open(lesson, &own, &report.tests);
        let after = if report.is_solved() { next::lesson(root)? } else { None };
        Ok(Self { lesson: lesson.clone(), own, report, open, after, gives_points: scale.is_given })
    }

    /// The number of the gap that a test belongs to, if that is still open.
    pub fn left_to(&self, test: &Test) -> Option<usize> {
        self.own.left_to(&test.name, &self.open)
    }

    /// The failure to look at first.
    pub fn first_failure(&self) -> Option<&Test> {
        first_failure(&self.report.tests, |test| self.left_to(test))
    }

    /// The number of the gap that the first failure belongs to: the one that a hint should be about.
    pub fn gap_to_mend(&self) -> Option<usize> {
        self.first_failure().and_then(|test| self.own.gap_of(&test.name, &self.open))
    }

    /// `7 of 14 tests pass`, or a word or two.
    pub fn heading(&self) -> String {
        heading(&self.report)
    }

    /// How much is written, and what is not.
    pub fn left(&self) -> String {
        left(&self.own, &self.open)
    }

    /// The place to look at: what the compiler points at, or what is open first.
    pub fn place(&self) -> Option<String> {
        let points_at = self.report.text.lines().find_map(|line| line.trim().strip_prefix("--> "));
        let in_room = points_at.filter(|place| place.starts_with(&self.lesson.room()));
        // The compiler says the column too.
        let refused = in_room.and_then(|place| place.rsplit_once(':')).map(|(place, _)| place.to_owned());
        refused.or_else(|| self.open.first().map(|open| open.place.clone()))
    }

    /// What to do next.
    pub fn next(&self, again: Again) -> String {
        // What belongs to an open gap is no fault of what was written.
        let first = self.first_failure().filter(|test| self.left_to(test).is_none());
        next(&self.lesson, self.own.depth(), again, &self.report, first, self.open.first(), self.after.as_ref())
    }

    /// All of it, as a page.
    pub fn text(&self, again: Again) -> String {
        let Self { lesson, report, .. } = self;
        let mut text = format!("lesson {} {}: {}\n", lesson.number, lesson.name, self.heading());
        for note in &report.notes {
            let _ = writeln!(text, "  note: {note}");
        }
        text += &self.left();
        if !report.text.is_empty() {
            let _ = writeln!(text, "\n{}", report.text.trim_end());
        }
        text += &tests(&report.tests, &report.left_out, |test| self.left_to(test));
        let _ = writeln!(text, "\nnext: {}", self.next(again));
        if self.gives_points {
            text += &points(report);
        }
        text
    }
}

/// What is left to write. What its own tests show is written, however much it looks like what the starter had.
pub fn open(lesson: &Lesson, own: &Own, tests: &[Test]) -> Vec<Open> {
    let mut open = own.open(lesson);
    open.retain(|open| !own.is_shown(open.number, tests));
    open
}

/// What the room is worth, where the teacher's table says so.
fn points(report: &Report) -> String {
    format!("\npoints: {} of {}\n", number(report.points), number(report.max_points))
}

/// A value as JSON for other programs.
pub fn json_of(value: &impl serde::Serialize) -> Result<String> {
    serde_json::to_string_pretty(value).map_err(|error| Error::Other(error.to_string()))
}

/// How each test went, what was left out on this system, and the first failure in full, where those that are `left_to` an
/// open gap come last.
pub fn tests(tests: &[Test], left_out: &[String], left_to: impl Fn(&Test) -> Option<usize>) -> String {
    let mut text = String::new();
    if !tests.is_empty() {
        let _ = writeln!(text, "\ntests");
    }
    let width = tests.iter().map(|test| test.kind.to_string().len()).max().unwrap_or(0);
    for test in tests {
        let _ = writeln!(text, "  {:width$}  {}", test.kind, test.name);
    }
    if !left_out.is_empty() {
        let _ = writeln!(text, "\nleft out on this system");
    }
    for line in left_out {
        let _ = writeln!(text, "  {line}");
    }
    if let Some(test) = first_failure(tests, &left_to) {
        let gap = left_to(test).map_or(String::new(), |gap| format!(" (it belongs to gap {gap}, which is open)"));
        let _ = writeln!(text, "\nfirst failure: {}{gap}\n\n{}", test.name, test.text.trim_end());
    }
    text
}

/// How much is written, and what is not: the gaps each, of many functions the first ones.
fn left(own: &Own, open: &[Open]) -> String {
    let count = own.count();
    let what = if own.depth() == Depth::Guided { "gaps" } else { "functions" };
    let filled = if own.depth() == Depth::Guided { "filled" } else { "written" };
    let mut text = format!("\n{what}: {} of {count} {filled}\n", count - open.len());
    let shown = if own.depth() == Depth::Guided { open.len() } else { open.len().min(SHOWN) };
    for open in &open[..shown] {
        let _ = writeln!(text, "  {} {} is open  {}", open.number, open.name, open.place);
    }
    if open.len() > shown {
        let _ = writeln!(text, "  and {} more", open.len() - shown);
    }
    text
}

fn heading(report: &Report) -> String {
    match report.verdict.as_str() {
        "tests fail" => format!("{} of {} tests pass", report.passed, report.count),
        verdict => verdict.to_owned(),
    }
}

/// The failure to look at first, in the order of the test file: one of what was written already; where there is none, one
/// that is `left_to` the first gap that is open; what was not started otherwise comes last.
pub fn first_failure(tests: &[Test], left_to: impl Fn(&Test) -> Option<usize>) -> Option<&Test> {
    let failed = tests.iter().filter(|test| !test.passed() && test.kind != Kind::LeftOut);
    failed.min_by_key(|test| match left_to(test) {
        None if test.kind != Kind::NotStarted => 0,
        gap => gap.unwrap_or(usize::MAX),
    })
}

/// What to do next when every test passes.
fn when_solved(lesson: &Lesson, again: Again, after: Option<&Lesson>) -> String {
    let number = &lesson.number;
    let above = if number.as_str() < FIRST_LAYER { "" } else { STACK };
    let go_on = match after {
        None => "every test of every lesson passes".to_owned(),
        Some(_) if again == Again::Key => format!("every test passes; n takes the next lesson{above}"),
        Some(after) => format!("every test passes; go on with `cargo course {}`{above}", after.number),
    };
    format!("{go_on}\n      (`cargo course solution {number}` shows what the course has where you have something else)")
}

/// How a hint for a gap is asked for.
fn hint(lesson: &Lesson, number: usize, again: Again) -> String {
    if again == Again::Key { "h".to_owned() } else { format!("`cargo course hint {} {number}`", lesson.number) }
}

fn next(
    lesson: &Lesson,
    depth: Depth,
    again: Again,
    report: &Report,
    first: Option<&Test>,
    open: Option<&Open>,
    after: Option<&Lesson>,
) -> String {
    let asked = again;
    let again = match again {
        Again::Command => format!("`cargo course check {}`", lesson.number),
        Again::Save | Again::Key => "save".to_owned(),
    };
    match (report.verdict.as_str(), first.map(|test| test.kind), open) {
        ("solved", _, Some(open)) if depth != Depth::Guided => format!(
            "write {}, in\n      {}\n      no test of this lesson reaches what is still open, but a layer above may: \
             `cargo course stack` tries them",
            open.name, open.place
        ),
        ("solved", ..) => when_solved(lesson, asked, after),
        ("does not compile", ..) => format!("mend what the compiler says first, then {again}"),
        ("not its own", ..) => format!("write the code into the room's own files, then {again}"),
        (_, None | Some(Kind::NotStarted), Some(open)) if depth != Depth::Guided => {
            format!("write {}, in\n      {}\n      then {again}", open.name, open.place)
        }
        (_, None | Some(Kind::NotStarted), Some(open)) => format!(
            "fill gap {}, {}, in\n      {}\n      stuck? {}",
            open.number,
            open.name,
            open.place,
            hint(lesson, open.number, asked)
        ),
        (_, Some(Kind::NotMade), _) => {
            format!("make room on the machine, then {again}: this says nothing about your work")
        }
        (_, Some(_), _) => format!("mend the first failure, then {again}"),
        (_, None, None) => format!("{again} once more; if it says the same again, look at what your programs start"),
    }
}
