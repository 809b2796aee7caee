//! What is found out about a room, and what the tests and their exit status say together.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::bounded::Ended;
use crate::grade::desk::Grader;
use crate::grade::results::{self, Kind, Test};

/// What was found out about a room.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Judgement {
    /// In one word, as it were.
    pub verdict: Verdict,
    /// Each test, in the order of their file; none where it never came to that.
    pub tests: Vec<Test>,
    /// What the tests could not look at on this system, and why.
    pub left_out: Vec<String>,
}

/// What a room is worth.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Verdict {
    /// All tests pass.
    Solved,
    /// Some tests fail.
    InWork,
    /// The sources are those of the starter.
    NotStarted,
    /// The compiler refuses them, in these words.
    DoesNotCompile(String),
    /// They are made of more than a room's own sources.
    Outside(String),
    /// The tests could not judge them.
    NoResult(String),
}

impl Judgement {
    /// What is known where it never came to the tests.
    pub fn without_tests(verdict: Verdict) -> Self {
        Self { verdict, tests: Vec::new(), left_out: Vec::new() }
    }

    /// Names files as they are called in the room.
    pub(super) fn with_paths_in(mut self, id: &str) -> Self {
        let own_words = |text: &mut String| {
            *text = text.replace(&format!("rooms/{id}/"), "").replace(&format!("rooms\\{id}\\"), "");
        };
        match &mut self.verdict {
            Verdict::DoesNotCompile(text) | Verdict::Outside(text) | Verdict::NoResult(text) => own_words(text),
            Verdict::Solved | Verdict::InWork | Verdict::NotStarted => (),
        }
        for test in &mut self.tests {
            own_words(&mut test.text);
            test.facts.values_mut().for_each(|fact| each_text(fact, &own_words));
        }
        self
    }
}

/// Changes every text in a value.
fn each_text(value: &mut Value, change: &impl Fn(&mut String)) {
    match value {
        Value::String(text) => change(text),
        Value::Array(values) => values.iter_mut().for_each(|value| each_text(value, change)),
        Value::Object(values) => values.values_mut().for_each(|value| each_text(value, change)),
        Value::Null | Value::Bool(_) | Value::Number(_) => (),
    }
}

/// What the tests said.
pub(super) fn told(grader: &Grader, ended: &Ended) -> Judgement {
    let stdout = String::from_utf8_lossy(&ended.stdout);
    let tests = results::read(&grader.names, &stdout);
    let stderr = String::from_utf8_lossy(&ended.stderr);
    let success = ended.status.map(|status| status.success());
    let judgement = if success.is_some() && results::summed_up(&stdout).is_some_and(|sum| sum != results::sum(&tests)) {
        Judgement { verdict: meddled(), tests, left_out: Vec::new() }
    } else {
        judgement(success, tests, &stderr)
    };
    Judgement { left_out: results::left_out(&stderr), ..judgement }
}

/// What the tests and their exit status say together: `None` when they were killed.
fn judgement(success: Option<bool>, mut tests: Vec<Test>, stderr: &str) -> Judgement {
    let passed = tests.iter().filter(|test| test.passed()).count();
    // Those that need a program which was not handed in.
    let not_run = tests.iter().filter(|test| test.kind == Kind::LeftOut).count();
    let no_result = |problem: String| Verdict::NoResult(problem);
    let verdict = match (success, passed + not_run == tests.len()) {
        (Some(true), true) if not_run > 0 => Verdict::InWork,
        (Some(true), true) => Verdict::Solved,
        (Some(true), false) | (_, true) => meddled(),
        (Some(false), false) if tests.iter().all(|test| test.kind == Kind::NoResult) => {
            let said = stderr.trim();
            let said = if said.is_empty() { "a program of the room may have stopped them" } else { said };
            no_result(format!("the tests broke off: {said}"))
        }
        (Some(false) | None, false) => Verdict::InWork,
    };
    if success.is_some() {
        for test in tests.iter_mut().filter(|test| test.kind == Kind::NoResult) {
            "the tests broke off before this one had ended".clone_into(&mut test.text);
        }
    }
    Judgement { verdict, tests, left_out: Vec::new() }
}

fn meddled() -> Verdict {
    Verdict::NoResult("the tests ended otherwise than they said: a program meddled with them".to_owned())
}

#[cfg(test)]
mod tests {
    use serde_json::Map;

    use super::*;

    fn test(name: &str, kind: Kind) -> Test {
        Test { name: name.to_owned(), kind, text: String::new(), worth: None, facts: Map::new() }
    }

    #[test]
    fn results_count_only_where_the_exit_status_agrees() {
        let (good, bad) = (test("a", Kind::Passed), test("b", Kind::Wrong));
        let verdict =
            |success, tests: &[&Test]| judgement(success, tests.iter().copied().cloned().collect(), "").verdict;
        assert_eq!(verdict(Some(true), &[&good]), Verdict::Solved);
        assert_eq!(verdict(Some(false), &[&good, &bad]), Verdict::InWork);
        assert_eq!(verdict(None, &[&good, &test("c", Kind::NoResult)]), Verdict::InWork);
        for odd in [verdict(Some(false), &[&good]), verdict(Some(true), &[&good, &bad]), verdict(None, &[&good])] {
            assert!(matches!(odd, Verdict::NoResult(_)), "{odd:?}");
        }
        assert!(matches!(verdict(Some(false), &[&test("c", Kind::NoResult)]), Verdict::NoResult(_)));
    }
}
