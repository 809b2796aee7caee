//! `exercise.toml`: what a learner writes in a lesson, and what helps them.

use std::collections::BTreeSet;

use serde::Deserialize;
use toml::Spanned;

use crate::error::{Error, Result};

const SERVER: &str = "-server";
const CLIENT: &str = "-client";
const MOST_TASK_LINES: usize = 4;
const HINTS: usize = 3;

/// The exercise of a lesson.
#[derive(Debug)]
pub struct Exercise {
    /// Graded tests that the starter passes already.
    pub given: Vec<String>,
    /// The arguments without which the client says nothing, for the first run; empty where it needs none.
    pub client: String,
    /// The program of another lesson that is the other end of the first run, where this lesson has no such program itself.
    partner: Option<String>,
    /// Lessons of earlier editions of which this one has taken over something, by their names.
    pub continues: Vec<String>,
    /// What the learner writes, in the order of their numbers.
    pub gaps: Vec<Gap>,
}

/// One region of the reference that is left out.
#[derive(Debug)]
pub struct Gap {
    /// The anchor in the reference, and the name of the gap.
    pub anchor: String,
    /// The file in the package, `src/server.rs`.
    pub file: String,
    /// The comment in the starter.
    pub task: String,
    /// From a question to the shape of the code.
    pub hints: Vec<String>,
    /// Code for the starter in place of `todo!`.
    pub starter: Option<String>,
    /// Where the gap stands in `exercise.toml`, counted from one.
    pub line: usize,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawExercise {
    #[serde(default)]
    given: Vec<String>,
    #[serde(default)]
    client: String,
    partner: Option<Spanned<String>>,
    #[serde(default)]
    continues: Vec<String>,
    #[serde(default, rename = "gap")]
    gaps: Vec<RawGap>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawGap {
    anchor: Spanned<String>,
    file: String,
    task: Spanned<String>,
    hints: Spanned<Vec<String>>,
    starter: Option<Spanned<String>>,
}

impl Exercise {
    /// Reads the text of `file`, an `exercise.toml`.
    pub fn parse(file: &str, text: &str) -> Result<Self> {
        let line_of = |position: usize| text[..position].matches('\n').count() + 1;
        let raw: RawExercise = toml::from_str(text).map_err(|error| {
            let problem = error.message().to_owned();
            match error.span() {
                Some(span) => Error::at(file, line_of(span.start), problem),
                None => Error::of(file, problem),
            }
        })?;
        if raw.gaps.is_empty() {
            return Err(Error::of(file, "there is no [[gap]]"));
        }
        let partner = raw.partner.map(|partner| {
            let (line, name) = (line_of(partner.span().start), partner.into_inner());
            let is_one = [SERVER, CLIENT].iter().any(|role| name.ends_with(role));
            let problem =
                format!("`{name}` is neither a server nor a client: its name would end in {SERVER} or {CLIENT}");
            if is_one { Ok(name) } else { Err(Error::at(file, line, problem)) }
        });
        let partner = partner.transpose()?;
        let count = raw.gaps.len();
        let mut seen = BTreeSet::new();
        let mut gaps = Vec::new();
        for (index, gap) in raw.gaps.into_iter().enumerate() {
            let line = line_of(gap.anchor.span().start);
            let anchor = gap.anchor.into_inner();
            if !seen.insert(anchor.clone()) {
                return Err(Error::at(file, line, format!("anchor `{anchor}` has a gap already")));
            }
            let task_line = line_of(gap.task.span().start);
            let task = gap.task.into_inner().trim().to_owned();
            match task.lines().count() {
                0 => return Err(Error::at(file, task_line, format!("the task of `{anchor}` is empty"))),
                lines if lines > MOST_TASK_LINES => {
                    let problem = format!("the task of `{anchor}` has {lines} lines, at most {MOST_TASK_LINES} fit");
                    return Err(Error::at(file, task_line, problem));
                }
                _ => (),
            }
            let hints_line = line_of(gap.hints.span().start);
            let hints = gap.hints.into_inner();
            if hints.len() != HINTS || hints.iter().any(|hint| hint.trim().is_empty()) {
                let problem = format!("`{anchor}` has {} hints, {HINTS} are needed, none of them empty", hints.len());
                return Err(Error::at(file, hints_line, problem));
            }
            let starter = match gap.starter {
                None => None,
                Some(code) => {
                    let code_line = line_of(code.span().start);
                    let code = code.into_inner();
                    let marker = marker(index + 1, &anchor);
                    if code.replace(&marker, "").contains("todo!") {
                        let problem = format!("the harness knows this gap ({} of {count}) by {marker}", index + 1);
                        return Err(Error::at(file, code_line, problem));
                    }
                    Some(code)
                }
            };
            gaps.push(Gap { anchor, file: gap.file, task, hints, starter, line });
        }
        Ok(Self { given: raw.given, client: raw.client, partner, continues: raw.continues, gaps })
    }

    /// The server and the client of the first run, in a lesson whose programs begin with this name.
    pub fn first_run(&self, name: &str) -> (String, String) {
        let end = |role: &str| match &self.partner {
            Some(partner) if partner.ends_with(role) => partner.clone(),
            _ => format!("{name}{role}"),
        };
        (end(SERVER), end(CLIENT))
    }
}

/// What stands in the starter for gap `number`; the harness knows it on a program's standard error.
pub fn marker(number: usize, anchor: &str) -> String {
    format!("todo!(\"gap {number}: {anchor}\")")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn gap(fields: &str) -> String {
        format!("given = []\n\n[[gap]]\nanchor = \"a\"\nfile = \"src/server.rs\"\n{fields}\n")
    }

    fn problem(text: &str) -> String {
        Exercise::parse("exercise.toml", text).unwrap_err().to_string()
    }

    #[test]
    fn a_gap_has_a_task_and_three_hints() {
        let text = gap("task = \"\"\"\nDo it.\nWell.\"\"\"\nhints = [\"a\", \"b\", \"c\"]");
        let exercise = Exercise::parse("exercise.toml", &text).unwrap();
        assert_eq!(exercise.gaps[0].task, "Do it.\nWell.");
        assert_eq!(exercise.gaps[0].line, 4);
    }

    #[test]
    fn mistakes_name_file_and_line() {
        assert_eq!(problem("given = []\n"), "exercise.toml: there is no [[gap]]");
        let long = gap("task = \"\"\"\n1\n2\n3\n4\n5\"\"\"\nhints = [\"a\", \"b\", \"c\"]");
        assert_eq!(problem(&long), "exercise.toml:6: the task of `a` has 5 lines, at most 4 fit");
        let few = gap("task = \"Do it.\"\nhints = [\"a\", \"b\"]");
        assert_eq!(problem(&few), "exercise.toml:7: `a` has 2 hints, 3 are needed, none of them empty");
        assert!(problem(&gap("task = 1")).starts_with("exercise.toml:6: "));
        let unknown = gap("task = \"x\"\nhints = [\"a\", \"b\", \"c\"]\nhint = 1");
        assert!(problem(&unknown).starts_with("exercise.toml:8: "), "{}", problem(&unknown));
    }

    #[test]
    fn the_other_end_of_a_lesson_with_one_program_is_another_lessons() {
        let ends = |first: &str| {
            let text = format!("{first}\n{}", gap("task = \"x\"\nhints = [\"a\", \"b\", \"c\"]"));
            Exercise::parse("exercise.toml", &text).map(|exercise| exercise.first_run("greet"))
        };
        let named = |server: &str, client: &str| (server.to_owned(), client.to_owned());
        assert_eq!(ends("").unwrap(), named("greet-server", "greet-client"));
        assert_eq!(ends("partner = \"other-server\"").unwrap(), named("other-server", "greet-client"));
        assert_eq!(ends("partner = \"other-client\"").unwrap(), named("greet-server", "other-client"));
        let wrong = ends("partner = \"other\"").unwrap_err().to_string();
        assert!(wrong.starts_with("exercise.toml:1: `other` is neither a server nor a client"), "{wrong}");
    }

    #[test]
    fn code_for_the_starter_uses_the_marker_of_its_own_gap() {
        let with = |code| gap(&format!("task = \"x\"\nhints = [\"a\", \"b\", \"c\"]\nstarter = '''{code}'''"));
        assert!(Exercise::parse("exercise.toml", &with("let x = todo!(\"gap 1: a\");")).is_ok());
        assert!(Exercise::parse("exercise.toml", &with("None")).is_ok());
        assert!(problem(&with("todo!(\"gap 2: a\")")).starts_with("exercise.toml:8: "));
    }
}
