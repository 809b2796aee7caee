//! What the graded tests say about one room.

use std::collections::BTreeMap;
use std::fmt::{self, Display};

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::{Map, Value};

/// Has the harness tell of failures as data: a line of JSON in the place of each text. A program under test cannot write
/// a line of its own into it, whatever it prints.
pub const AS_DATA: (&str, &str) = ("COURSE_FAILURES", "json");

/// How a test went.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(from = "String")]
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
    /// It was not run: it needs a program that was not given.
    LeftOut,
    /// It failed, in words of its own.
    Failed,
    /// It never said.
    NoResult,
}

/// What stands in the place of a result where a test was not run.
const LEFT_OUT: &str = "left out";

/// What each kind is called, by the harness for those that it tells of.
const WORDS: [(Kind, &str); 14] = [
    (Kind::Passed, "passed"),
    (Kind::Failed, "failed"),
    (Kind::NoResult, "no result"),
    (Kind::Wrong, "wrong"),
    (Kind::NoAnswer, "no answer"),
    (Kind::TooMuch, "too much"),
    (Kind::NoEnd, "no end"),
    (Kind::NotStarted, "not started yet"),
    (Kind::Crashed, "crashed"),
    (Kind::Flood, "wrote without end"),
    (Kind::NotOwn, "not your own work"),
    (Kind::Stale, "stale build"),
    (Kind::NotMade, "not made"),
    (Kind::LeftOut, LEFT_OUT),
];

impl Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(WORDS.iter().find(|(kind, _)| kind == self).map_or("failed", |(_, word)| word))
    }
}

/// The kind of a failure that is called so: what only this tool says of a test is none.
impl From<String> for Kind {
    fn from(word: String) -> Self {
        let told = WORDS.iter().find(|(_, known)| *known == word).map(|(kind, _)| *kind);
        told.filter(|kind| !matches!(kind, Self::Passed | Self::NoResult | Self::LeftOut)).unwrap_or(Self::Failed)
    }
}

/// The kind in what this tool wrote itself, where every word is one.
fn as_written<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Kind, D::Error> {
    let word = String::deserialize(deserializer)?;
    Ok(WORDS.iter().find(|(_, known)| *known == word).map_or(Kind::Failed, |(kind, _)| *kind))
}

impl Serialize for Kind {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// What a test is worth.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize)]
pub struct Worth {
    /// What was given for it.
    pub points: f64,
    /// The most that it gives.
    pub max_points: f64,
}

/// One graded test.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Test {
    /// The sentence that it proves.
    pub name: String,
    /// How it went.
    #[serde(deserialize_with = "as_written")]
    pub kind: Kind,
    /// What a learner reads when it failed; empty when it passed.
    pub text: String,
    /// What it is worth, where that was asked.
    #[serde(flatten)]
    pub worth: Option<Worth>,
    /// What else the harness tells of the failure: what was sent and came, the section, the chapter, the gap.
    #[serde(flatten)]
    pub facts: Map<String, Value>,
}

/// A failure as the harness tells of it.
#[derive(Deserialize)]
struct Failure {
    kind: Kind,
    text: String,
    #[serde(flatten)]
    facts: Map<String, Value>,
}

impl Failure {
    /// A failure of a kind and in words of this tool, or of a test that says it in its own.
    fn of(kind: Kind, text: &str) -> Self {
        Self { kind, text: text.to_owned(), facts: Map::new() }
    }
}

impl Test {
    /// Whether it was run, and to its end.
    fn has_ended(&self) -> bool {
        !matches!(self.kind, Kind::NoResult | Kind::LeftOut)
    }

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
    let mut ended: BTreeMap<&str, Vec<Option<bool>>> = BTreeMap::new();
    let mut failures: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    let mut lines = output.lines();
    for line in lines.by_ref().take_while(|line| *line != "failures:") {
        let Some((name, outcome)) = line.strip_prefix("test ").and_then(|rest| rest.rsplit_once(" ... ")) else {
            continue;
        };
        match outcome {
            "ok" => ended.entry(name).or_default().push(Some(true)),
            "FAILED" => ended.entry(name).or_default().push(Some(false)),
            LEFT_OUT => ended.entry(name).or_default().push(None),
            _ => (),
        }
    }
    let mut current = None;
    // The names stand there once more at the end, under the same heading.
    for line in lines.take_while(|line| *line != "failures:") {
        let heading = line.strip_prefix("---- ").and_then(|rest| rest.strip_suffix(" stdout ----"));
        match (heading.filter(|name| ended.get(name).is_some_and(|ended| **ended == [Some(false)])), current) {
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
            let failure = match ended.get(name.as_str()).map(Vec::as_slice) {
                Some([Some(true)]) => Failure::of(Kind::Passed, ""),
                Some([Some(false)]) => failure(text.trim()),
                Some([None]) => Failure::of(Kind::LeftOut, ""),
                Some(_) => Failure::of(Kind::NoResult, "this test is said to have ended more than once"),
                None => Failure::of(Kind::NoResult, "this test had not ended when its time was over"),
            };
            let Failure { kind, text, facts } = failure;
            Test { name: name.clone(), kind, text, worth: None, facts }
        })
        .collect()
}

/// How many tests passed and failed.
pub fn sum(tests: &[Test]) -> (usize, usize) {
    let ended = |passed: bool| tests.iter().filter(|test| test.has_ended() && test.passed() == passed).count();
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

/// The failure of a test that has said this.
fn failure(said: &str) -> Failure {
    // What the test itself has printed stands before.
    let data = said.lines().last().and_then(|line| line.strip_prefix("Error: "));
    if let Some(failure) = data.and_then(|data| serde_json::from_str(data).ok()) {
        return failure;
    }
    let words = said.strip_prefix("Error: ").or_else(|| Some(said.split_once("\nError: ")?.1)).unwrap_or(said);
    Failure::of(Kind::Failed, words)
}

#[cfg(test)]
mod tests {
    use super::*;

    const OUTPUT: &str = "\nrunning 4 tests\ntest b ... ok\ntest a ... FAILED\ntest c ... FAILED\ntest d ... FAILED\n\
        \nfailures:\n\n---- a stdout ----\nError: {\"kind\":\"wrong\",\"text\":\"wrong: it was lost\\n  came      nothing\"}\n\n\
        ---- c stdout ----\nError: {\"kind\":\"not started yet\",\"text\":\"\",\"gap\":{\"number\":1}}\n\n\
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
        assert_eq!(tests[2].facts["gap"]["number"], 1);
        assert!(tests[3].text.starts_with("thread 'd' panicked at"));
    }

    #[test]
    fn a_failure_of_the_harness_is_read_as_it_is_told() {
        let teach = harness::Teach { wrong: "it was lost", why: "It is kept. (RFC 9112 section 2.2)", book: "Reading" };
        let lesson = harness::Lesson::new("lesson-99", "lessons/99-example");
        let told = lesson.check(teach, || Err(harness::Failure::differ(b"Hello\r\n", b"Hello\n---- b ----\n")));
        let told = told.expect_err("they differ");
        let test = failure(&format!("printed by the test\nError: {}", told.to_json()));
        assert_eq!((test.kind, test.text), (Kind::Wrong, told.to_string()));
        assert_eq!(test.facts["section"], "RFC 9112 section 2.2");
        assert_eq!((&test.facts["chapter"], &test.facts["heading"]), (&"99-example".into(), &"Reading".into()));
        let came = &test.facts["rows"][1];
        assert_eq!((&came["label"], &came["octets"]), (&"came".into(), &r"Hello\n---- b ----\n".into()));
        assert_eq!(came["at"], 5);
    }

    #[test]
    fn every_kind_of_the_harness_is_known() {
        for word in harness::Failure::KINDS.into_iter().filter(|word| *word != LEFT_OUT) {
            let kind = Kind::from(word.to_owned());
            assert!(kind != Kind::Failed && kind.to_string() == word, "{word}");
        }
        assert_eq!(Kind::from("new".to_owned()), Kind::Failed);
    }

    #[test]
    fn a_failure_that_says_it_has_passed_has_failed() {
        for word in ["passed", "no result", LEFT_OUT] {
            let said = format!("Error: {{\"kind\":\"{word}\",\"text\":\"\"}}");
            assert_eq!(failure(&said).kind, Kind::Failed);
        }
        assert_eq!(failure("Error: in words of its own").text, "in words of its own");
    }

    #[test]
    fn a_test_that_did_not_end_or_ended_twice_has_no_result() {
        let forged = OUTPUT.replace("test b ... ok\n", "test b ... ok\ntest a ... ok\n");
        let tests = read(&names(&["a", "b", "e"]), &forged);
        assert_eq!(kinds(&tests), [Kind::NoResult, Kind::Passed, Kind::NoResult]);
    }

    #[test]
    fn a_test_that_was_not_run_has_neither_passed_nor_failed() {
        let output = OUTPUT.replace("test b ... ok\n", "test b ... ok\ntest e ... left out\n");
        let tests = read(&names(&["b", "e"]), &output);
        assert_eq!((kinds(&tests), sum(&tests)), (vec![Kind::Passed, Kind::LeftOut], (1, 0)));
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
        let odd = OUTPUT.replace("panicked at x.rs:1:1:", "panicked:\n---- b stdout ----\nError: wrong: no");
        let tests = read(&names(&["d", "b"]), &odd);
        assert_eq!(kinds(&tests), [Kind::Failed, Kind::Passed]);
        assert!(tests[0].text.starts_with("wrong: no"));
    }

    #[test]
    fn what_is_left_out_is_read_once() {
        let stderr = "left out on this system: b: x (y)\nother\nleft out on this system: a: x (y)\nleft out on this system: b: x (y)\n";
        assert_eq!(left_out(stderr), ["a: x (y)", "b: x (y)"]);
    }

    #[test]
    fn tests_keep_the_order_in_which_they_are_listed() {
        assert_eq!(listed("b: test\na: test\n\n2 tests, 0 benchmarks\n"), ["b", "a"]);
    }
}
