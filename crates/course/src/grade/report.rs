//! What a person or a program reads about a graded room.

use std::fmt::{self, Display};

use serde::{Deserialize, Serialize};

use crate::grade::desk::{Judgement, Verdict};
use crate::grade::points::Scale;
use crate::grade::results::{Test, Worth};
use crate::lessons::Lesson;

/// Everything that is known about a graded room; in JSON as it stands here.
#[derive(Debug, Serialize, Deserialize)]
pub struct Report {
    /// Whose room it is.
    pub who: String,
    /// `01-one-way`; empty where what was handed in could not be read.
    pub lesson: String,
    /// Where it lies.
    pub folder: String,
    /// How much of the lesson was to be written: `guided`, `build`, `empty`; `commands` in another language.
    pub depth: String,
    /// A word or three: `solved`, `tests fail`, `not started`, `does not compile`, `not its own`, `no result`.
    pub verdict: String,
    /// How many tests pass.
    pub passed: usize,
    /// How many there are; 0 where it never came to that.
    pub count: usize,
    /// What was given, and the most that the lesson gives.
    pub points: f64,
    pub max_points: f64,
    /// Why there are no tests; empty where there are.
    pub text: String,
    /// What does not count, and the like.
    pub notes: Vec<String>,
    /// The tests, in the order of their file.
    pub tests: Vec<Test>,
    /// What the tests could not look at on this system, and why.
    pub left_out: Vec<String>,
}

impl Report {
    /// Puts together what was found out about a room.
    pub fn new(
        who: &str,
        lesson: &Lesson,
        (folder, depth): (String, String),
        notes: &[String],
        judgement: Judgement,
        scale: &Scale,
    ) -> Self {
        let Judgement { verdict, mut tests, left_out } = judgement;
        // What a room gets by a trick is worth nothing.
        let points = scale.note(&mut tests, !matches!(verdict, Verdict::NoResult(_)));
        Self {
            who: who.to_owned(),
            lesson: lesson.folder(),
            folder,
            depth,
            verdict: word(&verdict).to_owned(),
            passed: if matches!(verdict, Verdict::NoResult(_)) {
                0
            } else {
                tests.iter().filter(|test| test.passed()).count()
            },
            count: tests.len(),
            points,
            max_points: scale.max,
            text: match verdict {
                Verdict::DoesNotCompile(text) | Verdict::Outside(text) | Verdict::NoResult(text) => text,
                Verdict::Solved | Verdict::InWork | Verdict::NotStarted => String::new(),
            },
            notes: notes.to_vec(),
            tests,
            left_out,
        }
    }

    /// About something that cannot be read, of which nobody knows what it holds.
    pub fn unread(who: String, folder: String, problem: String) -> Self {
        Self {
            who,
            lesson: String::new(),
            folder,
            depth: String::new(),
            verdict: word(&Verdict::NoResult(String::new())).to_owned(),
            passed: 0,
            count: 0,
            points: 0.0,
            max_points: 0.0,
            text: problem,
            notes: Vec::new(),
            tests: Vec::new(),
            left_out: Vec::new(),
        }
    }

    /// Lets it count for nothing, and says why.
    pub fn leave_out(&mut self, why: String) {
        (self.points, self.max_points) = (0.0, 0.0);
        for test in &mut self.tests {
            test.worth = Some(Worth::default());
        }
        if !self.notes.contains(&why) {
            self.notes.push(why);
        }
    }

    /// Whether nothing was written yet.
    pub fn is_not_started(&self) -> bool {
        self.verdict == word(&Verdict::NotStarted)
    }

    /// Whether all is as it should be.
    pub fn is_solved(&self) -> bool {
        self.verdict == word(&Verdict::Solved)
    }
}

fn word(verdict: &Verdict) -> &'static str {
    match verdict {
        Verdict::Solved => "solved",
        Verdict::InWork => "tests fail",
        Verdict::NotStarted => "not started",
        Verdict::DoesNotCompile(_) => "does not compile",
        Verdict::Outside(_) => "not its own",
        Verdict::NoResult(_) => "no result",
    }
}

/// The verdict, and why where it can be said in a line.
impl Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.verdict)?;
        let why = self.text.lines().next().unwrap_or_default();
        if !why.is_empty() {
            write!(f, ": {}", shortened(why))?;
        }
        if !self.notes.is_empty() {
            write!(f, " ({})", shortened(&self.notes.join("; ")))?;
        }
        Ok(())
    }
}

/// A text of somebody else's, as one line of a terminal that it does not steer.
pub fn one_line(text: &str) -> String {
    cli::text(text.replace(['\n', '\r', '\t', '\0'], "␦").as_bytes()).to_string()
}

/// The beginning of a text of somebody else's, as one line.
fn shortened(text: &str) -> String {
    const MOST: usize = 160;
    let Some((end, _)) = text.char_indices().nth(MOST) else { return one_line(text) };
    // Not in the middle of a word, unless it is one without an end.
    let beginning = &text[..end];
    let words = beginning.rsplit_once(' ').map_or(beginning, |(words, _)| words);
    one_line(if words.len() * 2 > beginning.len() { words } else { beginning }) + " …"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_of_somebody_elses_stays_on_its_line_and_turns_nothing() {
        assert_eq!(one_line("ann\nben\x1b[2J"), "ann␦ben\\x1b[2J");
        assert_eq!(one_line("\u{202e}é"), "\\u{202e}é");
        assert!(shortened(&"x".repeat(500)).ends_with("x …"));
        let words = shortened(&"word after word ".repeat(50));
        assert!(words.ends_with(" after …") || words.ends_with(" word …"), "{words}");
    }
}
