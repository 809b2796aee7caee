//! How a graded test ended, and how all of them did.

use std::borrow::Cow;
use std::time::Duration;

use crate::failure::{Failure, Kind};

/// The words for a test whose program is not given.
pub(super) const LEFT_OUT: &str = "left out";

/// How a test ended.
#[derive(Debug)]
pub(super) enum Outcome {
    Passed,
    /// It was not run.
    Ignored,
    /// It needs a program that is not given.
    LeftOut,
    Failed(Failure),
    /// The test itself broke off, with these words.
    Panicked(String),
}

/// A test that has ended.
#[derive(Debug)]
pub(super) struct Ended {
    pub(super) name: String,
    pub(super) outcome: Outcome,
}

/// How many tests there were of each kind.
#[derive(Debug)]
pub(super) struct Sum {
    pub(super) passed: usize,
    pub(super) failed: usize,
    pub(super) ignored: usize,
    /// Those that need a program that is not given.
    pub(super) left_out: usize,
    /// Those that nobody asked for.
    pub(super) filtered_out: usize,
    pub(super) time: Duration,
}

impl From<Failure> for Outcome {
    fn from(failure: Failure) -> Self {
        match failure.kind() {
            Kind::LeftOut(_) => Self::LeftOut,
            _ => Self::Failed(failure),
        }
    }
}

impl Outcome {
    pub(super) fn has_failed(&self) -> bool {
        matches!(self, Self::Failed(_) | Self::Panicked(_))
    }

    /// The words for the line of a test: those that a failure begins with, or which empty gap was reached.
    pub(super) fn word(&self) -> Cow<'static, str> {
        let kind = match self {
            Self::Passed => return "ok".into(),
            Self::Ignored => return "ignored".into(),
            Self::LeftOut => return LEFT_OUT.into(),
            Self::Panicked(_) => return "failed".into(),
            Self::Failed(failure) => failure.kind(),
        };
        match kind {
            Kind::Wrong => "wrong".into(),
            Kind::NoAnswer => "no answer".into(),
            Kind::TooMuch => "too much".into(),
            Kind::NoEnd { .. } => "no end".into(),
            Kind::NotStarted { .. } => {
                self.gap().map_or("not started yet".into(), |gap| format!("gap {}", gap.number).into())
            }
            Kind::Crashed { .. } => "crashed".into(),
            Kind::Flood { .. } => "wrote without end".into(),
            Kind::Stale => "stale build".into(),
            Kind::NotOwn => "not your own work".into(),
            Kind::Broken => "not made".into(),
            Kind::LeftOut(_) => LEFT_OUT.into(),
        }
    }

    /// The empty gap that the test reached, if its program says which it is.
    pub(super) fn gap(&self) -> Option<Gap<'_>> {
        let Self::Failed(failure) = self else { return None };
        let Kind::NotStarted { gap, place } = failure.kind() else { return None };
        let (number, name) = gap.strip_prefix("gap ")?.split_once(": ")?;
        // The column says nothing about a gap.
        let (place, _) = place.rsplit_once(':')?;
        Some(Gap { number: number.parse().ok()?, name, place })
    }

    /// Whether nothing is wrong with what was written, as far as this test came.
    pub(super) fn is_not_started(&self) -> bool {
        matches!(self, Self::Failed(failure) if matches!(failure.kind(), Kind::NotStarted { .. }))
    }

    /// What the test says, with the words in front that Rust's own tests have there.
    pub(super) fn text(&self) -> String {
        match self {
            Self::Passed | Self::Ignored | Self::LeftOut => String::new(),
            Self::Failed(failure) => format!("Error: {failure}"),
            Self::Panicked(words) => words.clone(),
        }
    }
}

/// An empty gap that a test reached.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Gap<'a> {
    pub(super) number: u32,
    pub(super) name: &'a str,
    /// `lessons/01-one-way/src/server.rs:36`
    pub(super) place: &'a str,
}

/// The failure to look at first: one of what was written already, if there is one, and else the one that needs the first
/// gap. Where several tests say the same, the one that says it in full.
pub(super) fn first_failure(tests: &[Ended]) -> Option<&Ended> {
    let failed = || tests.iter().filter(|test| test.outcome.has_failed());
    let says_why = |test: &&Ended| !matches!(&test.outcome, Outcome::Failed(failure) if failure.is_told());
    let written = || failed().filter(|test| !test.outcome.is_not_started());
    let first_gap = || failed().min_by_key(|test| test.outcome.gap().map_or(u32::MAX, |gap| gap.number));
    written().find(says_why).or_else(|| written().next()).or_else(first_gap)
}

impl Sum {
    pub(super) fn of(tests: &[Ended], count: usize, time: Duration) -> Self {
        let number = |is: fn(&Outcome) -> bool| tests.iter().filter(|test| is(&test.outcome)).count();
        Self {
            passed: number(|outcome| matches!(outcome, Outcome::Passed)),
            failed: number(Outcome::has_failed),
            ignored: number(|outcome| matches!(outcome, Outcome::Ignored)),
            left_out: number(|outcome| matches!(outcome, Outcome::LeftOut)),
            filtered_out: count - tests.len(),
            time,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::life::Role;

    fn not_started(gap: &str) -> Outcome {
        let place = "lessons/01-one-way/src/server.rs:36:5".to_owned();
        Outcome::Failed(Failure::of(Kind::NotStarted { gap: gap.to_owned(), place }))
    }

    fn ended(outcomes: Vec<Outcome>) -> Vec<Ended> {
        let name = |number: usize| format!("test {number}");
        outcomes.into_iter().enumerate().map(|(number, outcome)| Ended { name: name(number), outcome }).collect()
    }

    fn first(outcomes: Vec<Outcome>) -> Option<String> {
        first_failure(&ended(outcomes)).map(|test| test.name.clone())
    }

    #[test]
    fn a_gap_is_known_by_its_number() {
        let outcome = not_started("gap 12: listen");
        let place = "lessons/01-one-way/src/server.rs:36";
        assert_eq!(outcome.gap(), Some(Gap { number: 12, name: "listen", place }));
        assert_eq!(outcome.word(), "gap 12");
        assert_eq!(not_started("something").word(), "not started yet");
    }

    #[test]
    fn what_was_written_is_mended_before_the_next_gap_is_filled() {
        let wrong = || Outcome::Failed(Failure::wrong());
        let two_then_one = || vec![Outcome::Passed, not_started("gap 2: b"), not_started("gap 1: a"), Outcome::Ignored];
        assert_eq!(first(two_then_one()).as_deref(), Some("test 2"));
        assert_eq!(first(two_then_one().into_iter().chain([wrong()]).collect()).as_deref(), Some("test 4"));
        let told = Outcome::Failed(Failure::of(Kind::Stale).told_before());
        let in_full = Outcome::Failed(Failure::of(Kind::Stale));
        assert_eq!(first(vec![told, in_full]).as_deref(), Some("test 1"));
        assert_eq!(first(vec![Outcome::Passed, Outcome::Ignored]), None);
    }

    #[test]
    fn every_test_is_counted_once() {
        let mut tests =
            ended(vec![Outcome::Passed, Outcome::Ignored, Outcome::Panicked(String::new()), not_started("")]);
        tests.extend(ended(vec![Outcome::from(Failure::of(Kind::LeftOut(Role::Client)))]));
        let sum = Sum::of(&tests, 10, Duration::ZERO);
        assert_eq!((sum.passed, sum.failed, sum.ignored, sum.left_out, sum.filtered_out), (1, 2, 1, 1, 5));
        assert_eq!(first_failure(&tests[4..]).map(|test| &test.name), None);
    }
}
