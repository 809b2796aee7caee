//! What the graded tests say about one room.

use std::collections::BTreeMap;
use std::fmt::{self, Display};

use serde::{Serialize, Serializer};

/// How a test went.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// As it should.
    Passed,
    /// The program did something else than it should.
    Wrong,
    /// The deadline passed.
    NoAnswer,
    /// The program sent or kept more than it should.
    TooMuch,
    /// The test as a whole came to no end.
    NoEnd,
    /// A program reached a gap that is not filled yet.
    NotStarted,
    /// A program broke off.
    Crashed,
    /// A program wrote without end.
    Flood,
    /// Another program did the work.
    NotOwn,
    /// The tests were compiled from other files than those that lie there.
    Stale,
    /// The machine could not make it; says nothing about the program.
    NotMade,
    /// It failed, in words of its own.
    Failed,
    /// It never said.
    NoResult,
}

/// What a failure begins with. It is what the kind is called too, but for the last.
const WORDS: [(&str, Kind); 10] = [
    ("wrong", Kind::Wrong),
    ("no answer", Kind::NoAnswer),
    ("too much", Kind::TooMuch),
    ("no end", Kind::NoEnd),
    ("not started yet", Kind::NotStarted),
    ("crashed", Kind::Crashed),
    ("wrote without end", Kind::Flood),
    ("not your own work", Kind::NotOwn),
    ("stale build", Kind::Stale),
    ("the test could not be made", Kind::NotMade),
];

impl Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Passed => "passed",
            Self::NotMade => "not made",
            Self::Failed => "failed",
            Self::NoResult => "no result",
            other => WORDS.iter().find(|(_, kind)| kind == other).map_or("failed", |(words, _)| words),
        })
    }
}

impl Serialize for Kind {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// One graded test.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Test {
    /// The sentence that it proves.
    pub name: String,
    /// How it went.
    pub kind: Kind,
    /// What a learner reads when it failed; empty when it passed.
    pub text: String,
}

impl Test {
    /// Whether it passed.
    pub fn passed(&self) -> bool {
        self.kind == Kind::Passed
    }
}

/// The tests that `--list` names.
pub fn listed(output: &str) -> Vec<String> {
    output.lines().filter_map(|line| line.strip_suffix(": test")).map(str::to_owned).collect()
}

/// Reads libtest's output about the tests of these names, and keeps their order.
///
/// A program under test may find a way to write into this output: a test that is said to have ended more than once, or
/// otherwise than its failure says, has no result.
pub fn read(names: &[String], output: &str) -> Vec<Test> {
    let mut ended: BTreeMap<&str, Vec<bool>> = BTreeMap::new();
    let mut failures: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    let mut lines = output.lines();
    for line in lines.by_ref().take_while(|line| *line != "failures:") {
        let Some((name, outcome)) = line.strip_prefix("test ").and_then(|rest| rest.rsplit_once(" ... ")) else {
            continue;
        };
        match outcome {
            "ok" => ended.entry(name).or_default().push(true),
            "FAILED" => ended.entry(name).or_default().push(false),
            _ => (),
        }
    }
    let mut current = None;
    // The names stand there once more at the end, under the same heading.
    for line in lines.take_while(|line| *line != "failures:") {
        let heading = line.strip_prefix("---- ").and_then(|rest| rest.strip_suffix(" stdout ----"));
        match (heading.filter(|name| ended.get(name).is_some_and(|ended| **ended == [false])), current) {
            (Some(name), _) => {
                current = Some(name);
                failures.entry(name).or_default();
            }
            (None, Some(name)) => failures.entry(name).or_default().push(line),
            (None, None) => (),
        }
    }
    names
        .iter()
        .map(|name| {
            let text = failures.get(name.as_str()).map(|lines| lines.join("\n")).unwrap_or_default();
            let (kind, text) = match ended.get(name.as_str()).map(Vec::as_slice) {
                Some([true]) => (Kind::Passed, String::new()),
                Some([false]) => failure(text.trim()),
                Some(_) => (Kind::NoResult, "this test is said to have ended more than once".to_owned()),
                None => (Kind::NoResult, "this test had not ended when its time was over".to_owned()),
            };
            Test { name: name.clone(), kind, text }
        })
        .collect()
}

/// How many tests passed and failed.
pub fn sum(tests: &[Test]) -> (usize, usize) {
    let ended =
        |passed: bool| tests.iter().filter(|test| test.kind != Kind::NoResult && test.passed() == passed).count();
    (ended(true), ended(false))
}

/// The same as libtest sums it up in its last line, if it came to that.
pub fn summed_up(output: &str) -> Option<(usize, usize)> {
    let line = output.lines().rev().find_map(|line| line.strip_prefix("test result: "))?;
    let number = |word: &str| line.split(word).next()?.rsplit(' ').next()?.parse().ok();
    Some((number(" passed")?, number(" failed")?))
}

/// What the tests said, on standard error, that they leave out on this system: each thing once.
pub fn left_out(stderr: &str) -> Vec<String> {
    let mut lines: Vec<String> =
        stderr.lines().filter_map(|line| line.strip_prefix("left out on this system: ")).map(str::to_owned).collect();
    lines.sort_unstable();
    lines.dedup();
    lines
}

fn failure(text: &str) -> (Kind, String) {
    // A test may have printed something before.
    let text = text.strip_prefix("Error: ").or_else(|| Some(text.split_once("\nError: ")?.1)).unwrap_or(text);
    let begins =
        |words: &str| text.strip_prefix(words).is_some_and(|rest| rest.is_empty() || rest.starts_with([':', '\n']));
    let kind = WORDS.iter().find(|(words, _)| begins(words)).map_or(Kind::Failed, |(_, kind)| *kind);
    (kind, text.to_owned())
}

/// Puts names into the order of the test file.
pub fn in_order_of(source: &str, names: &mut [String]) {
    names.sort_by_cached_key(|name| source.find(&format!("fn {name}(")).unwrap_or(usize::MAX));
}

#[cfg(test)]
mod tests {
    use super::*;

    const OUTPUT: &str = "\nrunning 4 tests\ntest b ... ok\ntest a ... FAILED\ntest c ... FAILED\ntest d ... FAILED\n\
        \nfailures:\n\n---- a stdout ----\nError: wrong: it was lost\n  came      nothing\n\n\
        ---- c stdout ----\nError: not started yet: gap 1: listen\n\n\
        ---- d stdout ----\n\nthread 'd' panicked at x.rs:1:1:\nno\n\n\nfailures:\n    a\n    c\n    d\n\n\
        test result: FAILED. 1 passed; 3 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.1s\n";

    fn names(names: &[&str]) -> Vec<String> {
        names.iter().map(|name| (*name).to_owned()).collect()
    }

    fn kinds(tests: &[Test]) -> Vec<Kind> {
        tests.iter().map(|test| test.kind).collect()
    }

    #[test]
    fn each_test_has_its_kind_and_its_words() {
        let tests = read(&names(&["a", "b", "c", "d"]), OUTPUT);
        assert_eq!(kinds(&tests), [Kind::Wrong, Kind::Passed, Kind::NotStarted, Kind::Failed]);
        assert_eq!(tests[0].text, "wrong: it was lost\n  came      nothing");
        assert!(tests[3].text.starts_with("thread 'd' panicked at"));
    }

    #[test]
    fn every_beginning_of_a_failure_has_its_kind() {
        for (words, kind) in WORDS {
            for text in [format!("{words}: it was lost"), format!("{words}\n  why"), format!("Error: {words}")] {
                assert_eq!(failure(&text).0, kind, "{text}");
            }
        }
        assert_eq!(failure("wrongly said").0, Kind::Failed);
        assert_eq!(Kind::Flood.to_string(), "wrote without end");
    }

    #[test]
    fn a_test_that_did_not_end_or_ended_twice_has_no_result() {
        let forged = OUTPUT.replace("test b ... ok\n", "test b ... ok\ntest a ... ok\n");
        let tests = read(&names(&["a", "b", "e"]), &forged);
        assert_eq!(kinds(&tests), [Kind::NoResult, Kind::Passed, Kind::NoResult]);
    }

    #[test]
    fn what_was_slipped_in_does_not_agree_with_the_sum() {
        let names = names(&["a", "b", "c", "d"]);
        assert_eq!((sum(&read(&names, OUTPUT)), summed_up(OUTPUT)), ((1, 3), Some((1, 3))));
        let slipped_in = "test a ... ok\ntest b ... ok\ntest c ... ok\ntest d ... FAILED\n\nfailures:\n";
        let forged = OUTPUT.replace("test b ... ok\n", slipped_in);
        assert_ne!(Some(sum(&read(&names, &forged))), summed_up(&forged));
        assert_eq!(summed_up("running 1 test\n"), None);
    }

    #[test]
    fn the_heading_of_another_test_in_a_failure_is_a_part_of_it() {
        let odd = OUTPUT.replace("came      nothing", "stderr\n---- b stdout ----\nError: wrong: no");
        let tests = read(&names(&["a", "b"]), &odd);
        assert_eq!(kinds(&tests), [Kind::Wrong, Kind::Passed]);
        assert!(tests[0].text.contains("---- b stdout ----"));
    }

    #[test]
    fn what_is_left_out_is_read_once() {
        let stderr = "left out on this system: b: x (y)\nother\nleft out on this system: a: x (y)\nleft out on this system: b: x (y)\n";
        assert_eq!(left_out(stderr), ["a: x (y)", "b: x (y)"]);
    }

    #[test]
    fn tests_are_shown_in_the_order_of_their_file() {
        let mut found = names(&["a", "b", "c"]);
        in_order_of("fn c() {}\nfn a() {}\nfn b() {}\n", &mut found);
        assert_eq!(found, ["c", "a", "b"]);
        assert_eq!(listed("a: test\nb: test\n\n2 tests, 0 benchmarks\n"), ["a", "b"]);
    }
}
