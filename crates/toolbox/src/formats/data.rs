//! Grades as `cargo course grade --format json` writes them.

use serde::Deserialize;

/// Words of `cargo course` for what is looked at here.
const SOLVED: &str = "solved";
const NOT_STARTED: &str = "not started";
const PASSED: &str = "passed";
const LEFT_OUT: &str = "left out";

/// A room, or the programs of a lesson, with its grade.
#[derive(Debug, Clone, Deserialize)]
pub struct Report {
    /// Whose it is.
    pub who: String,
    /// `01-one-way`; empty where what was handed in could not be read.
    pub lesson: String,
    /// `guided`, `build` or `empty`; `commands` where the programs are in another language.
    pub depth: String,
    /// Where it lies.
    pub folder: String,
    pub verdict: String,
    pub passed: usize,
    /// How many tests there are; 0 where it never came to that.
    pub count: usize,
    pub points: f64,
    pub max_points: f64,
    /// Why there are no tests; empty where there are.
    pub text: String,
    pub notes: Vec<String>,
    pub tests: Vec<Test>,
    pub left_out: Vec<String>,
}

/// One graded test.
#[derive(Debug, Clone, Deserialize)]
pub struct Test {
    pub name: String,
    pub kind: String,
    /// What a learner reads where it failed; empty where it passed.
    pub text: String,
    pub points: f64,
    pub max_points: f64,
}

impl Test {
    pub fn passed(&self) -> bool {
        self.kind == PASSED
    }

    /// Whether it was run at all.
    pub fn is_left_out(&self) -> bool {
        self.kind == LEFT_OUT
    }

    /// The sentence that it proves.
    pub fn sentence(&self) -> String {
        self.name.rsplit("::").next().unwrap_or(&self.name).replace('_', " ")
    }

    /// The first line of why it failed.
    pub fn headline(&self) -> &str {
        self.text.lines().find(|line| !line.trim().is_empty()).unwrap_or(&self.kind)
    }
}

impl Report {
    pub fn is_solved(&self) -> bool {
        self.verdict == SOLVED
    }

    pub fn is_not_started(&self) -> bool {
        self.verdict == NOT_STARTED
    }

    /// `01 one way`
    pub fn title(&self) -> String {
        if self.lesson.is_empty() { "what was handed in".to_owned() } else { self.lesson.replacen('-', " ", 1) }
    }

    /// Its verdict, and where there are no tests, why.
    pub fn outcome(&self) -> String {
        if self.text.is_empty() { self.verdict.clone() } else { format!("{}: {}", self.verdict, self.text) }
    }

    /// A line that says all of it.
    pub fn line(&self) -> String {
        let tests = if self.count == 0 { String::new() } else { format!(", {} of {} tests", self.passed, self.count) };
        let (points, of) = (number(self.points), number(self.max_points));
        format!("{}: {}{tests}, {points} of {of} points", self.title(), self.verdict)
    }
}

/// All that one student handed in, in its order.
#[derive(Debug)]
pub struct Submission<'a> {
    pub who: &'a str,
    pub reports: Vec<&'a Report>,
}

impl Submission<'_> {
    /// The points that were given, and the most that could be.
    pub fn points(&self) -> (f64, f64) {
        let sum = |of: fn(&Report) -> f64| self.reports.iter().map(|report| of(report)).sum();
        (sum(|report| report.points), sum(|report| report.max_points))
    }

    /// The share of the points that was given, from 0 to 1.
    pub fn share(&self) -> f64 {
        let (points, of) = self.points();
        if of > 0.0 { (points / of).clamp(0.0, 1.0) } else { 0.0 }
    }
}

/// What each student handed in, in the order of the grades.
pub fn submissions(reports: &[Report]) -> Vec<Submission<'_>> {
    let mut submissions: Vec<Submission<'_>> = Vec::new();
    for report in reports {
        match submissions.iter_mut().find(|submission| submission.who == report.who) {
            Some(submission) => submission.reports.push(report),
            None => submissions.push(Submission { who: &report.who, reports: vec![report] }),
        }
    }
    submissions
}

/// A number of points: with two decimals at most.
pub fn number(points: f64) -> String {
    // No number of points is written -0, which an empty sum is.
    let text = format!("{:.2}", points + 0.0);
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// The same for formats that write numbers themselves.
pub fn rounded(points: f64) -> f64 {
    (points * 100.0).round() / 100.0 + 0.0
}

/// The beginning of a text, and how much of it is left out.
pub fn shortened(text: &str, most: usize) -> String {
    match text.char_indices().nth(most) {
        None => text.to_owned(),
        Some((end, _)) => format!("{}\n… {} octets more", &text[..end], text.len() - end),
    }
}
