//! `exercise.toml`: what a learner writes in a lesson, and what helps them.

use std::collections::BTreeSet;

use serde::Deserialize;
use toml::Spanned;

use crate::error::{Error, Result};
use crate::rooms::depth::Depth;

const SERVER: &str = "-server";
const CLIENT: &str = "-client";
const MOST_TASK_LINES: usize = 8;
const HINTS: usize = 3;

/// The exercise of a lesson.
#[derive(Debug)]
pub struct Exercise {
    /// Graded tests that the starter passes already.
    pub passes: BTreeSet<String>,
    /// The sources that the learner never touches, `src/status.rs`: the room takes them from the reference.
    given: BTreeSet<String>,
    /// Those that are given where there are gaps to fill, and are the learner's where the whole layer is.
    given_when_guided: BTreeSet<String>,
    /// The arguments without which the client says nothing, for the first run; empty where it needs none.
    pub client: String,
    /// The program of another lesson that is the other end of the first run, where this lesson has no such program itself.
    partner: Option<String>,
    /// Lessons of earlier editions of which this one has taken over something, by their names.
    pub continues: Vec<String>,
    /// What the learner writes, in the order of their numbers.
    pub gaps: Vec<Gap>,
}

/// One thing that the learner writes, and what shows that it is right.
#[derive(Debug)]
pub struct Gap {
    /// The name of the gap: that of the anchor of its first place.
    pub name: String,
    /// Where code is left out; never empty.
    pub places: Vec<Place>,
    /// The graded tests that pass as soon as this gap is filled too, after all gaps before it.
    pub tests: BTreeSet<String>,
    /// From a question to the shape of the code.
    pub hints: Vec<String>,
}

/// One region of the reference that is left out.
#[derive(Debug)]
pub struct Place {
    /// The anchor in the reference.
    pub anchor: String,
    /// The file in the package, `src/server.rs`.
    pub file: String,
    /// The comment in the starter.
    pub task: String,
    /// Code for the starter in place of `todo!`.
    pub starter: Option<String>,
    /// Where the place stands in `exercise.toml`, counted from one.
    pub line: usize,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawExercise {
    #[serde(default)]
    passes: Vec<Spanned<String>>,
    #[serde(default)]
    given: BTreeSet<String>,
    #[serde(default)]
    given_when_guided: BTreeSet<String>,
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
    starter: Option<Spanned<String>>,
    #[serde(default)]
    tests: Vec<Spanned<String>>,
    hints: Spanned<Vec<String>>,
    #[serde(default)]
    also: Vec<RawPlace>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawPlace {
    anchor: Spanned<String>,
    file: String,
    task: Spanned<String>,
    starter: Option<Spanned<String>>,
}

/// The text of an `exercise.toml`, and what was found in it so far.
struct Reader<'a> {
    file: &'a str,
    text: &'a str,
    count: usize,
    anchors: BTreeSet<String>,
    tests: BTreeSet<String>,
}

impl Exercise {
    /// Reads the text of `file`, an `exercise.toml`.
    pub fn parse(file: &str, text: &str) -> Result<Self> {
        let raw: RawExercise = toml::from_str(text).map_err(|error| {
            let problem = error.message().to_owned();
            match error.span() {
                Some(span) => Error::at(file, line_of(text, span.start), problem),
                None => Error::of(file, problem),
            }
        })?;
        if raw.gaps.is_empty() {
            return Err(Error::of(file, "there is no [[gap]]"));
        }
        let (count, anchors, tests) = (raw.gaps.len(), BTreeSet::new(), BTreeSet::new());
        let mut reader = Reader { file, text, count, anchors, tests };
        let partner = raw.partner.map(|partner| reader.partner(partner)).transpose()?;
        let passes = reader.tests(raw.passes)?;
        let gaps = raw.gaps.into_iter().enumerate().map(|(index, gap)| reader.gap(index + 1, gap));
        let gaps = gaps.collect::<Result<_>>()?;
        let RawExercise { given, given_when_guided, client, continues, .. } = raw;
        if let Some(name) = given.intersection(&given_when_guided).next() {
            return Err(Error::of(file, format!("`{name}` is given at every depth already")));
        }
        Ok(Self { passes, given, given_when_guided, client, partner, continues, gaps })
    }

    /// The sources that the learner never touches at a depth, `src/status.rs`.
    pub fn given(&self, depth: Depth) -> impl Iterator<Item = &String> {
        let always = (depth != Depth::Empty).then_some(&self.given);
        let guided = (depth == Depth::Guided).then_some(&self.given_when_guided);
        always.into_iter().chain(guided).flatten()
    }

    /// Whether a source is given at a depth.
    pub fn is_given(&self, file: &str, depth: Depth) -> bool {
        self.given(depth).any(|name| name == file)
    }

    /// The graded tests that pass when the first `filled` gaps are filled and no others.
    pub fn passing_with(&self, filled: usize) -> BTreeSet<String> {
        let shown = self.gaps.iter().take(filled).flat_map(|gap| &gap.tests);
        shown.chain(&self.passes).cloned().collect()
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

impl Gap {
    /// The files of its places, each once.
    pub fn files(&self) -> impl Iterator<Item = &str> {
        let mut seen = BTreeSet::new();
        self.places.iter().map(|place| place.file.as_str()).filter(move |file| seen.insert(*file))
    }
}

impl Reader<'_> {
    fn line_of<T>(&self, value: &Spanned<T>) -> usize {
        line_of(self.text, value.span().start)
    }

    fn at(&self, line: usize, problem: String) -> Error {
        Error::at(self.file, line, problem)
    }

    fn partner(&self, partner: Spanned<String>) -> Result<String> {
        let (line, name) = (self.line_of(&partner), partner.into_inner());
        if [SERVER, CLIENT].iter().any(|role| name.ends_with(role)) {
            return Ok(name);
        }
        let problem = format!("`{name}` is neither a server nor a client: its name would end in {SERVER} or {CLIENT}");
        Err(self.at(line, problem))
    }

    /// The names of tests, none of which may stand anywhere else in the file.
    fn tests(&mut self, tests: Vec<Spanned<String>>) -> Result<BTreeSet<String>> {
        let mut names = BTreeSet::new();
        for test in tests {
            let (line, name) = (self.line_of(&test), test.into_inner());
            if !self.tests.insert(name.clone()) {
                return Err(self.at(line, format!("`{name}` belongs to another gap, or to the starter, already")));
            }
            names.insert(name);
        }
        Ok(names)
    }

    fn gap(&mut self, number: usize, raw: RawGap) -> Result<Gap> {
        let name = raw.anchor.get_ref().clone();
        let first = RawPlace { anchor: raw.anchor, file: raw.file, task: raw.task, starter: raw.starter };
        let places = [first].into_iter().chain(raw.also).map(|place| self.place(number, &name, place));
        let places = places.collect::<Result<_>>()?;
        let line = self.line_of(&raw.hints);
        let hints = raw.hints.into_inner();
        if hints.len() != HINTS || hints.iter().any(|hint| hint.trim().is_empty()) {
            let problem = format!("`{name}` has {} hints, {HINTS} are needed, none of them empty", hints.len());
            return Err(self.at(line, problem));
        }
        Ok(Gap { name, places, tests: self.tests(raw.tests)?, hints })
    }

    fn place(&mut self, number: usize, gap: &str, raw: RawPlace) -> Result<Place> {
        let line = self.line_of(&raw.anchor);
        let anchor = raw.anchor.into_inner();
        if !self.anchors.insert(anchor.clone()) {
            return Err(self.at(line, format!("anchor `{anchor}` has a gap already")));
        }
        let task_line = self.line_of(&raw.task);
        let task = raw.task.into_inner().trim().to_owned();
        match task.lines().count() {
            0 => return Err(self.at(task_line, format!("the task of `{anchor}` is empty"))),
            lines if lines > MOST_TASK_LINES => {
                let problem = format!("the task of `{anchor}` has {lines} lines, at most {MOST_TASK_LINES} fit");
                return Err(self.at(task_line, problem));
            }
            _ => (),
        }
        let starter = raw.starter.map(|code| {
            let (code_line, code) = (self.line_of(&code), code.into_inner());
            let marker = marker(number, gap);
            if code.replace(&marker, "").contains("todo!") {
                let problem = format!("the harness knows this gap ({number} of {}) by {marker}", self.count);
                return Err(self.at(code_line, problem));
            }
            Ok(code)
        });
        Ok(Place { anchor, file: raw.file, task, starter: starter.transpose()?, line })
    }
}

/// The line, counted from one, of a position in a text.
fn line_of(text: &str, position: usize) -> usize {
    text[..position].matches('\n').count() + 1
}

/// What stands in the starter for gap `number`; the harness knows it on a program's standard error.
pub fn marker(number: usize, gap: &str) -> String {
    format!("todo!(\"gap {number}: {gap}\")")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn gap(fields: &str) -> String {
        format!("passes = []\n\n[[gap]]\nanchor = \"a\"\nfile = \"src/server.rs\"\n{fields}\n")
    }

    fn problem(text: &str) -> String {
        Exercise::parse("exercise.toml", text).unwrap_err().to_string()
    }

    #[test]
    fn a_gap_has_a_task_and_three_hints() {
        let text = gap("task = \"\"\"\nDo it.\nWell.\"\"\"\nhints = [\"a\", \"b\", \"c\"]");
        let exercise = Exercise::parse("exercise.toml", &text).unwrap();
        assert_eq!(exercise.gaps[0].places[0].task, "Do it.\nWell.");
        assert_eq!(exercise.gaps[0].places[0].line, 4);
    }

    #[test]
    fn mistakes_name_file_and_line() {
        assert_eq!(problem("passes = []\n"), "exercise.toml: there is no [[gap]]");
        let long = gap("task = \"\"\"\n1\n2\n3\n4\n5\n6\n7\n8\n9\"\"\"\nhints = [\"a\", \"b\", \"c\"]");
        assert_eq!(problem(&long), "exercise.toml:6: the task of `a` has 9 lines, at most 8 fit");
        let few = gap("task = \"Do it.\"\nhints = [\"a\", \"b\"]");
        assert_eq!(problem(&few), "exercise.toml:7: `a` has 2 hints, 3 are needed, none of them empty");
        assert!(problem(&gap("task = 1")).starts_with("exercise.toml:6: "));
        let unknown = gap("task = \"x\"\nhints = [\"a\", \"b\", \"c\"]\nhint = 1");
        assert!(problem(&unknown).starts_with("exercise.toml:8: "), "{}", problem(&unknown));
    }

    #[test]
    fn a_gap_may_have_several_places_and_no_test_two_gaps() {
        let also = "\n[[gap.also]]\nanchor = \"b\"\nfile = \"src/b.rs\"\ntask = \"And there.\"";
        let text = gap("task = \"x\"\nhints = [\"a\", \"b\", \"c\"]\ntests = [\"one\", \"two\"]") + also;
        let exercise = Exercise::parse("exercise.toml", &text).unwrap();
        let anchors: Vec<&str> = exercise.gaps[0].places.iter().map(|place| place.anchor.as_str()).collect();
        assert_eq!((exercise.gaps[0].name.as_str(), anchors), ("a", vec!["a", "b"]));
        let names = |filled| exercise.passing_with(filled).into_iter().collect::<Vec<_>>();
        assert_eq!((names(0), names(1)), (vec![], vec!["one".to_owned(), "two".to_owned()]));
        let twice = text.replace("passes = []", "passes = [\"two\"]");
        assert_eq!(problem(&twice), "exercise.toml:8: `two` belongs to another gap, or to the starter, already");
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

    #[test]
    fn what_stands_before_the_steps_of_a_hint_is_a_function_of_the_gap() {
        let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
        for lesson in crate::lessons::lessons(&root).unwrap() {
            for gap in lesson.exercise().unwrap().gaps {
                let read = |file| std::fs::read_to_string(root.join(lesson.reference()).join(file)).unwrap();
                let sources: String = gap.files().map(read).collect();
                for line in gap.hints[HINTS - 1].lines() {
                    let Some((label, _)) = line.split_once(": ") else { continue };
                    let name = label.rsplit("::").next().unwrap_or_default();
                    // Words begin with a capital letter, and go on.
                    let is_name = |name: &str| name.bytes().all(|c| c.is_ascii_lowercase() || c == b'_');
                    if is_name(name) && !line.starts_with(' ') {
                        let is_there = ["(", "<"].iter().any(|after| sources.contains(&format!("fn {name}{after}")));
                        assert!(is_there, "{} {}: there is no function {label}", lesson.number, gap.name);
                    }
                }
            }
        }
    }
}
