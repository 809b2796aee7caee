//! Tests as Rust's own are shown, for programs that read that: every failure in full, after all the lines.

use std::fmt::Write as _;

use super::arguments::Format;
use super::outcome::{Ended, LEFT_OUT, Outcome, Sum};
use super::{Audience, Graded};

/// How many characters of the short form stand on a line.
const CHARACTERS: usize = 88;

/// A program that reads.
pub(super) struct Libtest {
    format: Format,
    column: usize,
}

impl Libtest {
    pub(super) fn new(format: Format) -> Self {
        Self { format, column: 0 }
    }
}

impl Audience for Libtest {
    fn begin(&mut self, tests: &[&Graded]) -> String {
        begin(tests.len())
    }

    fn ended(&mut self, test: &Ended) -> String {
        let (word, character) = match test.outcome {
            Outcome::Passed => ("ok", '.'),
            Outcome::Ignored => ("ignored", 'i'),
            Outcome::LeftOut => (LEFT_OUT, 'l'),
            Outcome::Failed(_) | Outcome::Panicked(_) => ("FAILED", 'F'),
        };
        if self.format == Format::Pretty {
            return format!("test {} ... {word}\n", test.name);
        }
        self.column += 1;
        let is_full = self.column.is_multiple_of(CHARACTERS);
        format!("{character}{}", if is_full { "\n" } else { "" })
    }

    fn end(&mut self, tests: &[Ended], sum: &Sum) -> String {
        let mut text = String::new();
        if self.format == Format::Terse {
            text.push('\n');
        }
        let failed = || tests.iter().filter(|test| test.outcome.has_failed());
        if sum.failed > 0 {
            text.push_str("\nfailures:\n\n");
            for test in failed() {
                let _ = writeln!(text, "---- {} stdout ----\n{}\n", test.name, test.outcome.text());
            }
            text.push_str("\nfailures:\n");
            for test in failed() {
                let _ = writeln!(text, "    {}", test.name);
            }
        }
        text + &result(sum) + "\n"
    }
}

/// What a run begins with.
pub(super) fn begin(count: usize) -> String {
    format!("\nrunning {count} test{}\n", if count == 1 { "" } else { "s" })
}

/// The line in which Rust's own tests are summed up, with an empty one in front. What was left out stands there only
/// where there is some: Rust's own know nothing of it.
pub(super) fn result(sum: &Sum) -> String {
    format!(
        "\ntest result: {}. {} passed; {} failed; {} ignored; 0 measured; {} filtered out{}; finished in {:.2}s\n",
        if sum.failed == 0 { "ok" } else { "FAILED" },
        sum.passed,
        sum.failed,
        sum.ignored,
        sum.filtered_out,
        if sum.left_out > 0 { format!("; {} {LEFT_OUT}", sum.left_out) } else { String::new() },
        sum.time.as_secs_f64()
    )
}

/// The names of tests, and unless it is to be short, how many there are.
pub(super) fn list(tests: &[&Graded], is_short: bool) -> String {
    let mut text = String::new();
    for test in tests {
        let _ = writeln!(text, "{}: test", test.name);
    }
    if !is_short {
        let _ = writeln!(text, "\n{} test{}, 0 benchmarks", tests.len(), if tests.len() == 1 { "" } else { "s" });
    }
    text
}
