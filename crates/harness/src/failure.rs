//! What a learner reads when a graded test fails.

use std::env;
use std::fmt::{self, Debug, Display};
use std::io;
use std::iter;
use std::time::Duration;

use crate::complaints;
use crate::given;
use crate::layout::{Excerpt, columns, folded, width};
use crate::life::Role;
use crate::quantity::{octets, secs};
use crate::visible::{first_difference, harmless, shortened};

/// By `json` in this environment variable, those who start the tests ask for failures as data; see [`Failure::to_json`].
const FORM: &str = "COURSE_FAILURES";

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

/// Why a check failed: a verdict and labelled rows, as text ([`in_columns`](Self::in_columns)) or as data
/// ([`to_json`](Self::to_json)).
///
/// `Debug` shows it as the learner reads it, because `cargo test` shows the error of a test so.
pub struct Failure(Box<Report>);

pub(crate) struct Report {
    pub(crate) kind: Kind,
    pub(crate) rows: Vec<Row>,
    /// The rule of HTTP that was broken, where its words stand in the place of the test's own.
    pub(crate) rule: Option<BrokenRule>,
    /// What the test says about it, once it was asked.
    pub(crate) told: Option<Told>,
    /// Another test has said it in full.
    is_told: bool,
    /// What the programs had complained about when the deadline passed; what they say later, when the test hangs up, would
    /// read as if it had been there all the time.
    complaints: Option<String>,
}

/// A rule of HTTP that was broken.
#[derive(Debug, Clone, Copy)]
pub(crate) struct BrokenRule {
    pub(crate) name: &'static str,
    pub(crate) requirement: &'static str,
    pub(crate) section: &'static str,
    pub(crate) wrong: &'static str,
    pub(crate) why: &'static str,
}

impl BrokenRule {
    fn why(&self) -> String {
        format!("{} ({})", self.why, self.section)
    }
}

/// A failure in the words of its test.
pub(crate) struct Told {
    /// What was wrong, as a sentence without a period.
    pub(crate) wrong: &'static str,
    /// The verdict, and what belongs to it on lines of their own.
    headline: String,
    pub(crate) why: Option<String>,
    /// The chapter, `01-one-way`, and the heading in it to read.
    pub(crate) chapter: String,
    pub(crate) heading: &'static str,
    /// What to do next: a label and a command.
    next: Option<(&'static str, String)>,
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
    /// The test needs this program, which is not given. It has not failed: it was left out.
    LeftOut(Role),
}

/// What the error means that a program tells of without knowing it.
pub(crate) const WOULD_BLOCK: &str = "this error (EWOULDBLOCK) does not come from the connection: nothing had come or \
                                      gone when the program asked, and its socket does not wait, because it was made \
                                      non-blocking or its time limit was over";
pub(crate) const NO_THREAD: &str =
    "this error (EAGAIN) does not come from the connection: the system had no thread for the program";

pub(crate) struct Row {
    pub(crate) label: &'static str,
    pub(crate) text: String,
    /// The octets around one that matters, in front of the text.
    pub(crate) octets: Option<Excerpt>,
}

impl Row {
    fn new(label: &'static str, text: impl Into<String>) -> Self {
        Self { label, text: text.into(), octets: None }
    }
}

/// The width of the labels, and of what stands around them.
const LABEL: usize = 8;
const INDENT: usize = LABEL + 4;

/// What `cargo test` writes in front of the first line.
const ERROR: &str = "Error: ";

impl Failure {
    /// What failures are called, each by its kind.
    pub const KINDS: [&str; 11] = [
        "wrong",
        "no answer",
        "too much",
        "no end",
        "not started yet",
        "crashed",
        "wrote without end",
        "stale build",
        "not your own work",
        "not made",
        "left out",
    ];

    pub(crate) fn report(&self) -> &Report {
        &self.0
    }

    pub(crate) fn of(kind: Kind) -> Self {
        let complaints = (kind == Kind::NoAnswer).then(complaints::so_far);
        Self(Box::new(Report { kind, rows: Vec::new(), rule: None, told: None, is_told: false, complaints }))
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
            Row { octets: (!nothing).then_some(excerpt), ..Row::new(label, text) }
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
        self.0.rows.push(Row::new(label, text));
        self
    }

    /// Adds a row with a caret below the place that is wrong, and `text` after it.
    #[must_use]
    pub(crate) fn marked(mut self, label: &'static str, excerpt: Excerpt, text: &str) -> Self {
        self.0.rows.push(Row { octets: Some(excerpt), ..Row::new(label, text) });
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
        self.0.rows.insert(0, Row::new(label, text));
        self
    }

    pub(crate) fn with_kind(mut self, kind: Kind) -> Self {
        self.0.kind = kind;
        self
    }

    /// A rule of HTTP was broken, whose words stand in the place of the test's own.
    pub(crate) fn by_rule(mut self, rule: BrokenRule) -> Self {
        self.0.rule = Some(rule);
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
        report.keep_telling_rows();
        if !report.is_told_by_rule() {
            report.rule = None;
        }
        report.told = Some(Told {
            wrong: report.rule.map_or(teach.wrong, |rule| rule.wrong),
            headline: report.headline(teach),
            why: report.why(teach),
            chapter: chapter.to_owned(),
            heading: teach.book,
            next: report.next(teach, chapter),
        });
        self
    }
}

impl Report {
    /// Whether the words of a broken rule say more than those of the test.
    fn is_told_by_rule(&self) -> bool {
        matches!(self.kind, Kind::Wrong | Kind::TooMuch)
    }

    /// The section of an RFC that is broken: that of the rule, or the one with which the test says why it matters.
    pub(crate) fn section(&self) -> Option<&str> {
        let in_words = || {
            let why = self.told.as_ref()?.why.as_deref()?.strip_suffix(')')?;
            Some(&why[why.rfind("(RFC ")? + 1..])
        };
        self.rule.map(|rule| rule.section).or_else(in_words)
    }

    /// Leaves out what is beside the point, and adds what a program said.
    fn keep_telling_rows(&mut self) {
        match &self.kind {
            Kind::NotStarted { .. } => self.rows.clear(),
            Kind::Crashed { says, .. } => {
                let is_shown = |row: &Row| row.label == "stderr" && row.text.contains(says.as_str());
                if !says.is_empty() && !self.rows.iter().any(is_shown) {
                    self.rows.push(Row::new("says", says.clone()));
                }
            }
            Kind::Flood { stream, total, beginning } => {
                let much = octets(*total);
                let came = format!("it wrote more than {much} to {stream}, beginning with\n{}", shortened(beginning));
                self.rows.retain(|row| {
                    matches!(row.label, "ran" | "sent") || [WOULD_BLOCK, NO_THREAD].contains(&row.text.as_str())
                });
                self.rows.push(Row::new("came", came));
            }
            _ => {}
        }
    }

    /// The verdict.
    fn headline(&self, teach: Teach) -> String {
        let wrong = self.rule.map_or(teach.wrong, |rule| rule.wrong);
        match &self.kind {
            Kind::NoEnd { time, why } => {
                let reason = why.map_or_else(String::new, |why| format!(", the time for {why}"));
                format!("no end: {wrong}\n  the whole test was given up after {}{reason}", secs(*time))
            }
            Kind::NotStarted { gap, place } => {
                let at = if place.is_empty() { String::new() } else { format!("\n  at {place}") };
                format!("not started yet: {gap}{at}")
            }
            Kind::Crashed { how, .. } => format!("crashed: {wrong}\n  {how}"),
            Kind::Stale if self.is_told => "stale build: nothing was judged; another test says why".to_owned(),
            Kind::Stale => {
                "stale build: the programs are not those of the files that lie there, so nothing was judged".to_owned()
            }
            Kind::NotOwn if self.is_told => "not your own work: another test says what was found".to_owned(),
            Kind::NotOwn => "not your own work: something else did what the test asks for".to_owned(),
            Kind::Broken => "the test could not be made".to_owned(),
            Kind::LeftOut(role) => format!("left out: no {} was given", role.name()),
            Kind::Wrong | Kind::NoAnswer | Kind::TooMuch | Kind::Flood { .. } => {
                format!("{}: {wrong}", self.kind.word())
            }
        }
    }

    /// Why it matters, or what helps.
    fn why(&self, teach: Teach) -> Option<String> {
        let why = match &self.kind {
            Kind::Wrong | Kind::TooMuch | Kind::NoAnswer | Kind::NoEnd { .. } => {
                return Some(self.rule.map_or_else(|| teach.why.to_owned(), |rule| rule.why()));
            }
            Kind::Crashed { advice, .. } => advice,
            Kind::Flood { .. } => {
                "Somewhere a loop writes and never ends. A program that does so fills disks and logs: it was stopped."
            }
            Kind::Broken => "This says nothing about your program.",
            Kind::NotStarted { .. } | Kind::Stale | Kind::NotOwn | Kind::LeftOut(_) => return None,
        };
        Some(why.to_owned())
    }

    /// Where to read on, or which hint there is.
    fn next(&self, teach: Teach, chapter: &str) -> Option<(&'static str, String)> {
        let number = chapter.split('-').next().unwrap_or(chapter);
        match &self.kind {
            Kind::Stale | Kind::NotOwn | Kind::LeftOut(_) => None,
            Kind::NotStarted { .. } if given::commands().is_some() => {
                Some(("book", format!("cargo course read programs \"Lesson {number}\"")))
            }
            Kind::NotStarted { gap, .. } if let Some(gap) = Gap::read(gap) => {
                Some(("hint", format!("cargo course hint {number} {}", gap.number)))
            }
            // The chapter's file itself has its listings by reference only.
            _ => Some(("book", format!("cargo course read {number}, \"{}\"", teach.book))),
        }
    }
}

impl Kind {
    /// What a failure of this kind is called, one of [`Failure::KINDS`].
    pub(crate) fn word(&self) -> &'static str {
        let number = match self {
            Self::Wrong => 0,
            Self::NoAnswer => 1,
            Self::TooMuch => 2,
            Self::NoEnd { .. } => 3,
            Self::NotStarted { .. } => 4,
            Self::Crashed { .. } => 5,
            Self::Flood { .. } => 6,
            Self::Stale => 7,
            Self::NotOwn => 8,
            Self::Broken => 9,
            Self::LeftOut(_) => 10,
        };
        Failure::KINDS[number]
    }
}

/// A gap, as the program says that reached it.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Gap<'a> {
    pub(crate) number: u32,
    pub(crate) name: &'a str,
}

impl<'a> Gap<'a> {
    /// Reads `gap 2: receive`.
    pub(crate) fn read(said: &'a str) -> Option<Self> {
        let said = said.strip_prefix("gap ")?;
        let (number, name) = said.split_once(':').unwrap_or((said, ""));
        Some(Self { number: number.parse().ok()?, name: name.trim_start() })
    }
}

impl Failure {
    /// The failure as it is shown in so many columns.
    #[must_use]
    pub fn in_columns(&self, columns: usize) -> String {
        let row = |label, text: &str| Row::new(label, text).lines(columns);
        let Report { rows, rule, told, .. } = &*self.0;
        let (headline, why, next) = match (told, rule) {
            (Some(told), _) => (Some(row("", &told.headline)), told.why.clone(), told.next.as_ref()),
            (None, Some(rule)) => (Some(row("", &format!("wrong: {}", rule.wrong))), Some(rule.why()), None),
            (None, None) => (None, None, None),
        };
        let why = why.map(|why| row("why", &why));
        let next = next.map(|(label, text)| row(label, text));
        let rows = rows.iter().map(|row| row.lines(columns));
        let lines: Vec<String> = headline.into_iter().chain(rows).chain(why).chain(next).flatten().collect();
        lines.join("\n")
    }
}

impl Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if env::var_os(FORM).is_some_and(|form| form == "json") {
            return f.write_str(&self.to_json());
        }
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
        let lines = match &self.octets {
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

/// The bytes with a caret below them, and the text after them or, where there is no room, below that.
fn with_excerpt(excerpt: &Excerpt, text: &str, room: usize) -> Vec<String> {
    let (mut line, caret) = excerpt.lines(room);
    if width(&line) + width(text) <= room && !text.contains('\n') {
        line += text;
        return iter::once(line).chain(caret).collect();
    }
    let text = text.trim_start_matches([' ', ';']);
    iter::once(line).chain(caret).chain(folded(text, room)).collect()
}
