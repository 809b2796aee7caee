//! What the proof runs the graded tests against: the starter with gap after gap filled, the reference, and the bank of wrong and right solutions.

use std::collections::BTreeSet;
use std::path::Path;

use crate::error::{Error, Result};
use crate::files::{self, Tree};
use crate::grade::libtest::Grade;
use crate::lessons::Lesson;
use crate::rooms::anchors::Marked;
use crate::rooms::depth::{self, Depth};
use crate::rooms::exercise::Exercise;
use crate::rooms::starters::{self, Replacement, Step};

/// One version of a lesson's programs, and what the graded tests must say about it.
#[derive(Debug)]
pub struct Variant {
    /// `starter`, `gaps/K-of-N`, `build/starter`, `build/filled`, `empty/starter`, `reference`, `wrong/NAME`, `right/NAME`
    pub label: String,
    /// `src/…`, or why there is none. The same as the reference's where nothing is changed.
    pub sources: Result<Tree>,
    /// Which tests fail.
    pub expected: Expected,
    /// Whether the compiler may not even warn.
    pub deny_warnings: bool,
}

/// The tests that must fail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Expected {
    /// These and no others.
    Exactly(BTreeSet<String>),
    /// All others.
    AllBut(BTreeSet<String>),
    /// All others, and of these whichever.
    AllOutside(BTreeSet<String>),
}

impl Expected {
    fn none() -> Self {
        Self::Exactly(BTreeSet::new())
    }

    /// What is not as expected, in a line each; nothing when all is.
    pub fn compare(&self, grade: &Grade) -> Vec<String> {
        let (Self::Exactly(named) | Self::AllBut(named) | Self::AllOutside(named)) = self;
        let must_fail = |name: &String| match self {
            Self::Exactly(named) => named.contains(name),
            Self::AllBut(named) | Self::AllOutside(named) => !named.contains(name),
        };
        let must_pass = |name: &String| !must_fail(name) && !matches!(self, Self::AllOutside(_));
        let known = |name: &&String| grade.passed.contains(name) || grade.failed.contains(name);
        let mut lines = Vec::new();
        lines.extend(named.iter().filter(|name| !known(name)).map(|name| format!("there is no test {name}")));
        lines.extend(grade.passed.iter().filter(|name| must_fail(name)).map(|name| format!("should fail: {name}")));
        lines.extend(grade.failed.iter().filter(|name| must_pass(name)).map(|name| format!("should pass: {name}")));
        lines
    }
}

/// All variants of a lesson.
pub fn variants(lesson: &Lesson, step: &Step, exercise: &Exercise) -> Result<Vec<Variant>> {
    let mut variants = gap_after_gap(lesson, step, exercise);
    variants.extend(from_nothing(lesson, step, exercise));
    variants.push(Variant {
        label: "reference".to_owned(),
        sources: step.with(&[]),
        expected: Expected::none(),
        deny_warnings: false,
    });
    for kind in ["wrong", "right"] {
        let folder = format!("tests/{kind}/{}", lesson.folder());
        for entry in files::names(&lesson.path(&folder))? {
            variants.push(of_bank(lesson, step, kind, &entry));
        }
    }
    Ok(variants)
}

/// The starter, and the room when gap after gap is filled: exactly the tests of the gaps up to then pass.
fn gap_after_gap(lesson: &Lesson, step: &Step, exercise: &Exercise) -> Vec<Variant> {
    let count = exercise.gaps.len();
    let variant = |filled| {
        let label = if filled == 0 { "starter".to_owned() } else { format!("gaps/{filled}-of-{count}") };
        Variant {
            label,
            sources: starters::sources(lesson, step, exercise, filled),
            expected: Expected::AllBut(exercise.passing_with(filled)),
            deny_warnings: true,
        }
    };
    (0..=count).map(variant).collect()
}

/// The starters of the other depths, and that of a layer with everything put in again that the reference has there.
fn from_nothing(lesson: &Lesson, step: &Step, exercise: &Exercise) -> Vec<Variant> {
    let starter = |depth: Depth| Variant {
        label: format!("{depth}/starter"),
        sources: depth.sources(lesson, step, exercise),
        // What needs no more than a program that starts may pass, or not.
        expected: Expected::AllOutside(exercise.passes.clone()),
        deny_warnings: true,
    };
    let filled = Variant {
        label: format!("{}/filled", Depth::Build),
        sources: depth::built(lesson, step, exercise),
        expected: Expected::none(),
        deny_warnings: true,
    };
    vec![starter(Depth::Build), filled, starter(Depth::Empty)]
}

/// One solution of the bank, by the name of its file or folder in `tests/KIND/NN-name`.
pub fn of_bank(lesson: &Lesson, step: &Step, kind: &str, entry: &str) -> Variant {
    let file = format!("tests/{kind}/{}/{entry}", lesson.folder());
    let (sources, fails) = match solution(step, &lesson.path(&file), &file, kind == "wrong") {
        Ok((sources, fails)) => (Ok(sources), fails),
        Err(error) => (Err(error), BTreeSet::new()),
    };
    Variant {
        label: format!("{kind}/{}", entry.trim_end_matches(".rs")),
        sources,
        expected: Expected::Exactly(fails),
        deny_warnings: false,
    }
}

/// Reads one solution of the bank: its sources, and the tests that it says it fails.
fn solution(step: &Step, path: &Path, file: &str, is_wrong: bool) -> Result<(Tree, BTreeSet<String>)> {
    if path.is_dir() {
        if is_wrong {
            return Err(Error::of(file, "a wrong solution is one file, with `//! fails:` lines"));
        }
        let mut sources = step.with(&[])?;
        sources.extend(files::read_tree(path)?.into_iter().map(|(name, bytes)| (format!("src/{name}"), bytes)));
        return Ok((sources, BTreeSet::new()));
    }
    if !files::is_rust(file) {
        return Err(Error::of(file, "a solution is a .rs file or a folder"));
    }
    let text = files::read_text(path)?;
    let fails = fails(file, &text)?;
    match (is_wrong, fails.is_empty()) {
        (true, true) => return Err(Error::of(file, "a wrong solution has at least one line `//! fails: test_name`")),
        (false, false) => return Err(Error::of(file, "a right solution has no `//! fails:` line")),
        _ => (),
    }
    let marked = Marked::parse(&text).map_err(|error| Error::at(file, error.line, error.problem))?;
    if let Some(line) = marked.code_outside() {
        return Err(Error::at(file, line, "this code stands in no anchor"));
    }
    if marked.anchors().is_empty() {
        return Err(Error::of(file, "there is no anchor, so nothing is replaced"));
    }
    let replacements: Vec<Replacement> = marked
        .anchors()
        .iter()
        .map(|anchor| Replacement {
            anchor: anchor.name,
            file: None,
            asked_by: (file.to_owned(), anchor.line()),
            code: Box::new(|_, _| marked.content(anchor)),
        })
        .collect();
    Ok((step.with(&replacements)?, fails))
}

/// The `//! fails: test_name` lines below the description.
fn fails(file: &str, text: &str) -> Result<BTreeSet<String>> {
    let mut fails = BTreeSet::new();
    let mut described = false;
    for (index, line) in text.lines().enumerate() {
        let Some(words) = line.strip_prefix("//!").map(str::trim) else { break };
        match words.strip_prefix("fails:").map(str::trim) {
            Some(name) if !fails.insert(name.to_owned()) => {
                return Err(Error::at(file, index + 1, format!("`{name}` stands here twice")));
            }
            Some(_) => (),
            None => described |= !words.is_empty(),
        }
    }
    if described { Ok(fails) } else { Err(Error::at(file, 1, "begin with a line `//! What this solution does.`")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn set(names: &[&str]) -> BTreeSet<String> {
        names.iter().map(|name| (*name).to_owned()).collect()
    }

    fn grade(passed: &[&str], failed: &[&str]) -> Grade {
        let owned = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
        Grade { passed: owned(passed), failed: owned(failed) }
    }

    #[test]
    fn the_failing_tests_are_the_expected_ones_exactly() {
        let expected = Expected::Exactly(set(&["a", "b"]));
        assert!(expected.compare(&grade(&["c"], &["a", "b"])).is_empty());
        assert_eq!(expected.compare(&grade(&["b"], &["a", "c"])), ["should fail: b", "should pass: c"]);
        assert_eq!(expected.compare(&grade(&["c"], &["a"])), ["there is no test b"]);
    }

    #[test]
    fn a_starter_fails_all_but_the_given_tests() {
        let expected = Expected::AllBut(set(&["a"]));
        assert!(expected.compare(&grade(&["a"], &["b", "c"])).is_empty());
        assert_eq!(expected.compare(&grade(&["b"], &["a", "c"])), ["should fail: b", "should pass: a"]);
        assert_eq!(expected.compare(&grade(&[], &["b"])), ["there is no test a"]);
        let expected = Expected::AllOutside(set(&["a"]));
        assert!(expected.compare(&grade(&["a"], &["b"])).is_empty());
        assert!(expected.compare(&grade(&[], &["a", "b"])).is_empty());
        assert_eq!(expected.compare(&grade(&["a", "b"], &[])), ["should fail: b"]);
    }

    #[test]
    fn a_solution_names_its_tests_below_its_description() {
        let text = "//! Reads once.\n//!\n//! fails: a\n//! fails: b\n\n//! fails: c\n";
        assert_eq!(fails("x.rs", text).unwrap(), set(&["a", "b"]));
        assert!(fails("x.rs", "//! fails: a\n").unwrap_err().to_string().starts_with("x.rs:1: "));
        let twice = "//! Reads once.\n//! fails: a\n//! fails: a\n";
        assert!(fails("x.rs", twice).unwrap_err().to_string().starts_with("x.rs:3: "));
    }
}
