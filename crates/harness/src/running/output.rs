//! What a program prints.

use std::io;

use predicates::Predicate;

use super::Running;
use crate::capture::{LAST_WORDS, Output};
use crate::failure::{Failure, Verdict};
use crate::time::Wait;
use crate::visible::shortened;
use crate::words::in_words;

impl Running {
    /// Waits until the program has printed exactly `expected` on standard output, from its start until now.
    ///
    /// # Errors
    ///
    /// When something else was printed, or less within the deadline.
    pub fn expect_stdout(&self, expected: impl AsRef<[u8]>) -> Verdict {
        let expected = expected.as_ref();
        let mut same = 0;
        let wait = Wait::begin();
        let (came, ended) = self.wait_stdout(&wait, |output| {
            let came = output.beginning();
            let both = came.len().min(expected.len());
            // What was compared once is not compared again.
            let differs = came[same.min(both)..both] != expected[same.min(both)..both];
            same = both;
            differs || came.len() >= expected.len() || output.whole().is_none()
        });
        if came == expected {
            return Ok(());
        }
        if !self.process.stdout.is_whole() && self.process.stdout.total() == expected.len() as u64 {
            let error = io::Error::other("more is compared than is kept: ask for it with `output_up_to`");
            return Err(Failure::broken("a long output", &error));
        }
        let short = expected.starts_with(&came) && !ended;
        Err(self.state(
            if short { Failure::no_answer() } else { Failure::wrong() }.comparing(expected, &came),
            ended,
            short.then_some(&wait),
        ))
    }

    /// Waits until standard output, as text, satisfies `predicate`.
    ///
    /// # Errors
    ///
    /// When it does not within the deadline, or before the program ends.
    pub fn expect_stdout_that(&self, predicate: &impl Predicate<str>) -> Verdict {
        let wait = Wait::begin();
        let (came, ended) = self.wait_stdout(&wait, |output| predicate.eval(&output.text()));
        let satisfied = predicate.eval(&String::from_utf8_lossy(&came));
        self.expect_that(satisfied, &in_words("stdout", predicate), &came, ended, &wait)
    }

    /// Waits until standard error, as text, satisfies `predicate`.
    ///
    /// # Errors
    ///
    /// When it does not within the deadline, or before the program ends.
    pub fn expect_stderr_that(&self, predicate: &impl Predicate<str>) -> Verdict {
        let satisfied = |came: &[u8]| predicate.eval(&String::from_utf8_lossy(came));
        let enough = |output: &Output| predicate.eval(&output.text());
        let wait = Wait::begin();
        let hopeless = || self.is_over().then_some(LAST_WORDS);
        let (came, ended) = self.process.stderr.wait(wait.until(), hopeless, enough);
        let ended = ended || self.is_over();
        self.expect_that(satisfied(&came), &in_words("stderr", predicate), &came, ended, &wait)
    }

    /// What the program has printed on standard output so far.
    #[must_use]
    pub fn stdout_so_far(&self) -> Vec<u8> {
        self.process.stdout.so_far()
    }

    /// What the program has printed on standard error so far.
    #[must_use]
    pub fn stderr_so_far(&self) -> Vec<u8> {
        self.process.stderr.so_far()
    }

    /// Adds what has become of the program, where that explains why no more came.
    fn state(&self, failure: Failure, ended: bool, waited: Option<&Wait>) -> Failure {
        match (ended, waited) {
            (true, _) => failure.and(&format!("; {}", self.end_in_words())),
            (false, Some(_)) if self.process.panicked() => failure.and("; a thread of the program has panicked"),
            (false, Some(wait)) => failure.and(&format!("; no more {}", wait.told())),
            (false, None) => failure,
        }
    }

    fn expect_that(&self, satisfied: bool, expected: &str, came: &[u8], ended: bool, wait: &Wait) -> Verdict {
        if satisfied {
            return Ok(());
        }
        let came = if came.is_empty() { "nothing".to_owned() } else { shortened(came) };
        let failure = if ended { Failure::wrong() } else { Failure::no_answer() };
        Err(self.state(failure.row("expected", expected).row("came", came), ended, Some(wait)))
    }

    fn wait_stdout(&self, wait: &Wait, enough: impl FnMut(&Output) -> bool) -> (Vec<u8>, bool) {
        let hopeless = || (self.process.panicked() || self.is_over()).then_some(LAST_WORDS);
        let (came, ended) = self.process.stdout.wait(wait.until(), hopeless, enough);
        (came, ended || self.is_over())
    }
}
