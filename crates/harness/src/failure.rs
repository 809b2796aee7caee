//! What a learner reads when a graded test fails.

use std::fmt::{self, Debug, Display};
use std::io;
use std::iter;
use std::time::Duration;

use crate::layout::{Excerpt, columns, folded, width};
use crate::program::secs;
use crate::scene;
use crate::visible::{first_difference, harmless, shortened};

/// The result of a graded test, or of a step of one.
pub type Verdict<T = ()> = Result<T, Failure>;

/// The words of a graded test, for the case that it fails.
#[derive(Debug, Clone, Copy)]
pub struct Teach {
    /// What was wrong, as a sentence without a period: `the second message was lost`.
    pub wrong: &'static str,
    /// Why it matters, in a line or two; from lesson 08 on with the section of the RFC.
    pub why: &'static str,
    /// The heading in the lesson's chapter to read.
    pub book: &'static str,
}

/// Why a check failed: a verdict and labelled rows, shown by `Debug` as the learner reads them.
///
/// (`cargo test` shows the error of a test with `Debug`.)
pub struct Failure(Box<Report>);

struct Report {
    kind: Kind,
    rows: Vec<Row>,
    /// What was wrong and why it matters, in the place of the test's own words.
    words: Option<(&'static str, String)>,
    /// Another test has said it in full.
    is_told: bool,
    /// What the programs had complained about when the deadline passed; what they say later, when the test hangs up, would
    /// read as if it had been there all the time.
    complaints: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Kind {
    /// The program did something else than it should.
    Wrong,
    /// The deadline passed.
    NoAnswer,
    /// The program sent more than any test takes.
    TooMuch,
    /// The time of the whole test was over.
    NoEnd { time: Duration, why: Option<&'static str> },
    /// A program reached a gap that is not filled yet.
    NotStarted { gap: String, place: String },
    /// A program broke off: how, what it said last, and what helps against it.
    Crashed { how: String, says: String, advice: &'static str },
    /// A program wrote more than anybody reads, and was stopped.
    Flood { stream: &'static str, total: u64, beginning: Vec<u8> },
    /// The program is not what the files make that lie there.
    Stale,
    /// Something else than what the learner wrote does the work.
    NotOwn,
    /// The test could not be made at all; says nothing about the program.
    Broken,
}

/// What the error means that a program tells of without knowing it.
pub(crate) const WOULD_BLOCK: &str = "this error (WouldBlock) does not come from the connection: nothing had come or gone when \
                                      the program asked, and its socket does not wait, because it was made non-blocking or its \
                                      time limit was over";
pub(crate) const NO_THREAD: &str =
    "this error (WouldBlock) does not come from the connection: the system had no thread for the program";

struct Row {
    label: &'static str,
    text: String,
    /// The bytes around one that matters, in front of the text.
    caret: Option<Excerpt>,
}

/// The width of the labels, and of what stands around them.
const LABEL: usize = 8;
const INDENT: usize = LABEL + 4;

/// What `cargo test` writes in front of the first line.
const ERROR: &str = "Error: ";

impl Failure {
    pub(crate) fn of(kind: Kind) -> Self {
        let complaints = (kind == Kind::NoAnswer).then(scene::complaints);
        Self(Box::new(Report { kind, rows: Vec::new(), words: None, is_told: false, complaints }))
    }

    /// The program did something else than it should.
    #[must_use]
    pub fn wrong() -> Self {
        Self::of(Kind::Wrong)
    }

    /// The program did not do in time what it should.
    #[must_use]
    pub fn no_answer() -> Self {
        Self::of(Kind::NoAnswer)
    }

    /// The test itself could not be made, for example because the system has no free port.
    #[must_use]
    pub fn broken(what: &str, error: &io::Error) -> Self {
        Self::of(Kind::Broken).row("came", format!("{what}: {error}"))
    }

    /// Two texts that should be the same, with a caret at the first byte that differs.
    #[must_use]
    pub fn differ(expected: &[u8], came: &[u8]) -> Self {
        Self::wrong().comparing(expected, came)
    }

    /// Adds the rows `expected` and `came`, cut around the first difference, with a caret below it.
    #[must_use]
    pub fn comparing(mut self, expected: &[u8], came: &[u8]) -> Self {
        let focus = first_difference(expected, came);
        let (wanted, found) = Excerpt::pair(expected, came, focus);
        let row = |label, bytes: &[u8], excerpt| {
            let nothing = bytes.is_empty();
            let text = if nothing { "nothing" } else { "" };
            Row { label, text: text.to_owned(), caret: (!nothing).then_some(excerpt) }
        };
        self.0.rows.push(row("expected", expected, wanted));
        self.0.rows.push(row("came", came, found));
        if expected.len() != came.len() && expected.len().max(came.len()) > 64 {
            return self.and(&format!("   ({} bytes instead of {})", came.len(), expected.len()));
        }
        self
    }

    /// Adds a row, for example `expected` or `came`; a label has at most eight letters.
    #[must_use]
    pub fn row(mut self, label: &'static str, text: impl Into<String>) -> Self {
        self.0.rows.push(Row { label, text: text.into(), caret: None });
        self
    }

    /// Adds a row with a caret below the place that is wrong, and `text` behind it.
    #[must_use]
    pub(crate) fn marked(mut self, label: &'static str, excerpt: Excerpt, text: &str) -> Self {
        self.0.rows.push(Row { label, text: text.to_owned(), caret: Some(excerpt) });
        self
    }

    /// Adds to the end of the last row.
    #[must_use]
    pub(crate) fn and(mut self, text: &str) -> Self {
        if let Some(row) = self.0.rows.last_mut() {
            row.text.push_str(text);
        }
        self
    }

    /// Puts a row in front of the others.
    pub(crate) fn row_first(mut self, label: &'static str, text: String) -> Self {
        self.0.rows.insert(0, Row { label, text, caret: None });
        self
    }

    pub(crate) fn with_kind(mut self, kind: Kind) -> Self {
        self.0.kind = kind;
        self
    }

    /// Says what was wrong and why it matters, in the place of the test's own words.
    pub(crate) fn in_words(mut self, wrong: &'static str, why: String) -> Self {
        self.0.words = Some((wrong, why));
        self
    }

    /// Another test has said it in full.
    pub(crate) fn told_before(mut self) -> Self {
        self.0.is_told = true;
        self
    }

    pub(crate) fn is_told(&self) -> bool {
        self.0.is_told
    }

    pub(crate) fn has_row(&self, label: &str) -> bool {
        self.0.rows.iter().any(|row| row.label == label)
    }

    pub(crate) fn kind(&self) -> &Kind {
        &self.0.kind
    }

    /// What the programs had complained about when the deadline passed.
    pub(crate) fn complaints(&self) -> Option<String> {
        self.0.complaints.clone().filter(|_| self.0.kind == Kind::NoAnswer)
    }

    /// The failure as the learner reads it, with the words of the test.
    pub(crate) fn teach(mut self, teach: Teach, chapter: &str) -> Self {
        let report = &mut self.0;
        let words = report.words.take();
        let (wrong, why) = words.as_ref().map_or((teach.wrong, teach.why), |(wrong, why)| (*wrong, why));
        let (verdict, why) = match &report.kind {
            Kind::Wrong => (format!("wrong: {wrong}"), Some(why)),
            Kind::NoAnswer => (format!("no answer: {}", teach.wrong), Some(teach.why)),
            Kind::TooMuch => (format!("too much: {wrong}"), Some(why)),
            Kind::NoEnd { time, why } => {
                let reason = why.map_or_else(String::new, |why| format!(", the time for {why}"));
                let given_up = format!("the whole test was given up after {}{reason}", secs(*time));
                (format!("no end: {}\n  {given_up}", teach.wrong), Some(teach.why))
            }
            Kind::NotStarted { gap, place } => {
                report.rows.clear();
                let at = if place.is_empty() { String::new() } else { format!("\n  at {place}") };
                (format!("not started yet: {gap}{at}"), None)
            }
            Kind::Crashed { how, says, advice } => {
                let is_shown = |row: &Row| row.label == "stderr" && row.text.contains(says.as_str());
                if !says.is_empty() && !report.rows.iter().any(is_shown) {
                    report.rows.push(Row { label: "says", text: says.clone(), caret: None });
                }
                (format!("crashed: {}\n  {how}", teach.wrong), Some(*advice))
            }
            Kind::Flood { stream, total, beginning } => {
                let much =
                    if *total >> 20 > 0 { format!("{} MiB", total >> 20) } else { format!("{} KiB", total >> 10) };
                let came = format!("it wrote more than {much} to {stream}, beginning with\n{}", shortened(beginning));
                report.rows.retain(|row| {
                    matches!(row.label, "ran" | "sent") || [WOULD_BLOCK, NO_THREAD].contains(&row.text.as_str())
                });
                report.rows.push(Row { label: "came", text: came, caret: None });
                (
                    format!("wrote without end: {}", teach.wrong),
                    Some(
                        "Somewhere a loop writes and never ends. A program that does so fills disks and logs: it was stopped.",
                    ),
                )
            }
            Kind::Stale if report.is_told => {
                ("stale build: nothing was judged; another test says why".to_owned(), None)
            }
            Kind::Stale => {
                let said = "stale build: the programs are not those of the files that lie there, so nothing was judged";
                (said.to_owned(), None)
            }
            Kind::NotOwn if report.is_told => ("not your own work: another test says what was found".to_owned(), None),
            Kind::NotOwn => ("not your own work: something else did what the test asks for".to_owned(), None),
            Kind::Broken => ("the test could not be made".to_owned(), Some("This says nothing about your program.")),
        };
        report.rows.insert(0, Row { label: "", text: verdict, caret: None });
        if let Some(why) = why {
            report.rows.push(Row { label: "why", text: why.to_owned(), caret: None });
        }
        let number = chapter.split('-').next().unwrap_or(chapter);
        let (label, text) = match &report.kind {
            Kind::Stale | Kind::NotOwn => return self,
            Kind::NotStarted { gap, .. } => ("hint", format!("cargo course hint {number}{}", number_of(gap))),
            // The chapter's file itself has its listings by reference only.
            _ => ("book", format!("cargo course read {number}, \"{}\"", teach.book)),
        };
        report.rows.push(Row { label, text, caret: None });
        self
    }
}

/// ` 2`, for `gap 2: receive`.
fn number_of(gap: &str) -> String {
    let number = gap.strip_prefix("gap ").and_then(|rest| rest.split(':').next()?.parse::<u32>().ok());
    number.map_or_else(String::new, |number| format!(" {number}"))
}

impl Failure {
    /// The failure as it is shown in so many columns.
    #[must_use]
    pub fn in_columns(&self, columns: usize) -> String {
        let row = |label, text: &str| Row { label, text: text.to_owned(), caret: None }.lines(columns);
        let words = self.0.words.as_ref();
        let wrong = words.map(|(wrong, _)| row("", &format!("wrong: {wrong}")));
        let why = words.map(|(_, why)| row("why", why));
        let rows = self.0.rows.iter().map(|row| row.lines(columns));
        let lines: Vec<String> = wrong.into_iter().chain(rows).chain(why).flatten().collect();
        lines.join("\n")
    }
}

impl Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.in_columns(columns()))
    }
}

impl Debug for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        Display::fmt(self, f)
    }
}

impl std::error::Error for Failure {}

impl Row {
    /// The lines of the row, in so many columns. Nothing in them steers the terminal, wherever it comes from.
    fn lines(&self, columns: usize) -> Vec<String> {
        let text = harmless(&self.text);
        if self.label.is_empty() {
            let lines = text.split('\n').flat_map(|line| folded(line, columns - ERROR.len()));
            return lines.enumerate().map(|(number, line)| headline(number, &line)).collect();
        }
        let room = columns - INDENT;
        let lines = match &self.caret {
            Some(excerpt) => with_excerpt(excerpt, &text, room),
            None => folded(&text, room),
        };
        let label = |number| if number == 0 { self.label } else { "" };
        lines.iter().enumerate().map(|(number, line)| format!("  {:LABEL$}  {line}", label(number))).collect()
    }
}

/// All lines but the first one stand below it.
fn headline(number: usize, line: &str) -> String {
    if number == 0 { line.to_owned() } else { format!("  {}", line.trim_start()) }
}

/// The bytes with a caret below them, and the text behind them or, where there is no room, below that.
fn with_excerpt(excerpt: &Excerpt, text: &str, room: usize) -> Vec<String> {
    let (mut line, caret) = excerpt.lines(room);
    if width(&line) + width(text) <= room && !text.contains('\n') {
        line += text;
        return iter::once(line).chain(caret).collect();
    }
    let text = text.trim_start_matches([' ', ';']);
    iter::once(line).chain(caret).chain(folded(text, room)).collect()
}
