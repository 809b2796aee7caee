//! Tests as a learner reads them: a line each, the first failure in full, and what to do next.

use std::env;
use std::fmt::Write as _;

use super::arguments::{Arguments, Colour};
use super::libtest;
use super::outcome::{Ended, LEFT_OUT, Outcome, Sum, first_failure};
use super::{Audience, Graded};
use crate::failure::Kind;
use crate::given::{self, Commands};
use crate::layout::{columns, folded};
use crate::lesson::Lesson;
use crate::life::Role;

/// How many columns the words have that say how a test went, unless they are rare ones. The longest names of tests fit
/// beside them into a narrow terminal.
const WORD: usize = 9;

/// What stands in front of the last line, and how much that is.
const NEXT: &str = "next: ";

const RED: &str = "\x1b[31m";
const GREEN: &str = "\x1b[32m";
const PLAIN: &str = "\x1b[0m";

/// Somebody who learns.
#[allow(clippy::struct_excessive_bools, reason = "each says something else about who reads")]
pub(super) struct Learner {
    package: &'static str,
    /// Whether the tests are those of a learner's room: in the reference, nothing is left to be filled.
    is_room: bool,
    is_quiet: bool,
    /// Whether only some of the tests were asked for.
    is_choice: bool,
    in_colour: bool,
    /// Whether the tests judge programs that were given by commands.
    judges_commands: bool,
    /// The program that is not given, and the variable that would give it.
    missing: Option<(Role, &'static str)>,
}

impl Learner {
    pub(super) fn new(lesson: &Lesson, arguments: &Arguments, on_terminal: bool) -> Self {
        let commands = given::commands();
        Self {
            package: lesson.package(),
            is_room: lesson.is_room(),
            is_quiet: arguments.quiet,
            is_choice: arguments.chooses(),
            in_colour: match arguments.colour {
                Colour::Always => true,
                Colour::Never => false,
                Colour::Auto => on_terminal && shows_colours(),
            },
            judges_commands: commands.is_some(),
            missing: commands.and_then(Commands::missing),
        }
    }

    fn coloured(&self, outcome: &Outcome, word: String) -> String {
        let colour = match outcome {
            Outcome::Passed => GREEN,
            outcome if outcome.has_failed() && !outcome.is_not_started() => RED,
            _ => return word,
        };
        if self.in_colour { format!("{colour}{word}{PLAIN}") } else { word }
    }

    /// The command that runs all tests.
    fn command(&self) -> String {
        if self.judges_commands { "this again".to_owned() } else { format!("`cargo test -p {}`", self.package) }
    }

    /// What stands for the tests that were left out.
    fn left_out(&self, sum: &Sum) -> Option<String> {
        let (role, variable) = self.missing.filter(|_| sum.left_out > 0)?;
        let tests = if sum.left_out == 1 { "1 test needs" } else { &format!("{} tests need", sum.left_out) };
        Some(format!("{LEFT_OUT}: {tests} a {} too; {variable} gives one", role.name()))
    }

    fn next(&self, first: Option<&Ended>, sum: &Sum) -> Option<String> {
        let again = self.command();
        let Some(first) = first else {
            return match (sum.passed, self.is_choice) {
                (0, _) => Some(format!("no test was run; `cargo test -p {} -- --list` names them all", self.package)),
                _ if self.judges_commands => Some(match (self.is_choice, sum.left_out) {
                    (true, _) => "every test that was asked for passes".to_owned(),
                    (false, 0) => "every test passes; go on with the next lesson".to_owned(),
                    (false, _) => "every test that was run passes".to_owned(),
                }),
                _ if !self.is_room => None,
                (_, true) => Some(format!("every test that was asked for passes; all of them: {again}")),
                (_, false) => Some("every test passes; go on with `cargo course`".to_owned()),
            };
        };
        if let Some(gap) = first.outcome.gap().filter(|_| !self.judges_commands) {
            return Some(format!("fill gap {}, {}, in {}", gap.number, gap.name, gap.place));
        }
        Some(match &first.outcome {
            Outcome::Failed(failure) => match failure.kind() {
                Kind::Stale => "build again, as it says above: nothing was judged".to_owned(),
                Kind::NotOwn => format!("write the code into the room's own files, then {again}"),
                Kind::Broken => {
                    format!("make room on the machine, then {again}: this says nothing about your work")
                }
                Kind::NotStarted { .. } => format!("write what is not there yet, then {again}"),
                _ => format!("mend the first failure, then {again}"),
            },
            _ => format!("mend the first failure, then {again}"),
        })
    }
}

impl Audience for Learner {
    fn begin(&mut self, tests: &[&Graded]) -> String {
        libtest::begin(tests.len())
    }

    fn ended(&mut self, test: &Ended) -> String {
        if self.is_quiet && !test.outcome.has_failed() {
            return String::new();
        }
        let word = format!("{:WORD$}", test.outcome.word());
        format!("{}  {}\n", self.coloured(&test.outcome, word), test.name)
    }

    fn end(&mut self, tests: &[Ended], sum: &Sum) -> String {
        let first = first_failure(tests);
        let mut text = String::new();
        if let Some(test) = first {
            let words = test.outcome.text();
            let words = words.strip_prefix("Error: ").unwrap_or(&words);
            let _ = write!(text, "\nfirst failure: {}\n\n{}\n", test.name, words.trim_end());
        }
        let written = tests.iter().filter(|test| test.outcome.has_failed() && !test.outcome.is_not_started());
        if written.count() > 1 {
            let format = "-- --format pretty";
            let command = if self.judges_commands {
                format!("the same command with `{format}` at its end")
            } else {
                format!("cargo test -p {} {format}", self.package)
            };
            let _ = writeln!(text, "\nall failures in full: {command}");
        }
        if let Some(left_out) = self.left_out(sum) {
            let _ = writeln!(text, "\n{}", folded(&left_out, columns()).join("\n"));
        }
        text += &result(sum);
        if let Some(next) = self.next(first, sum) {
            let lines = folded(&format!("{NEXT}{next}"), columns());
            text += &lines.join(&format!("\n{:1$}", "", NEXT.len()));
            text += "\n";
        }
        text + "\n"
    }
}

/// The line that Rust's own tests end with, without what there is none of.
fn result(sum: &Sum) -> String {
    let word = if sum.failed == 0 { "ok" } else { "FAILED" };
    let some = |count: usize, word: &str| if count > 0 { format!("; {count} {word}") } else { String::new() };
    format!(
        "\ntest result: {word}. {} passed; {} failed{}{}{}; finished in {:.2}s\n",
        sum.passed,
        sum.failed,
        some(sum.left_out, LEFT_OUT),
        some(sum.ignored, "ignored"),
        some(sum.filtered_out, "filtered out"),
        sum.time.as_secs_f64()
    )
}

/// Whether a terminal of this system shows colours, as far as one can know.
fn shows_colours() -> bool {
    let says_no = |name: &str| env::var_os(name).is_some_and(|value| !value.is_empty());
    !cfg!(windows) && !says_no("NO_COLOR") && env::var_os("TERM").is_none_or(|terminal| terminal != "dumb")
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;
    use crate::failure::Failure;

    fn learner() -> Learner {
        Learner {
            package: "lesson-01",
            is_room: true,
            is_quiet: false,
            is_choice: false,
            in_colour: false,
            judges_commands: false,
            missing: None,
        }
    }

    fn gap(number: u32, name: &str, file: &str) -> Outcome {
        let gap = format!("gap {number}: {name}");
        Outcome::Failed(Failure::of(Kind::NotStarted { gap, place: format!("{file}:36:5") }))
    }

    fn of_kind(kind: Kind) -> Outcome {
        Outcome::Failed(Failure::of(kind))
    }

    fn wrong() -> Outcome {
        Outcome::Failed(Failure::wrong().row("came", "nothing"))
    }

    fn ended(outcomes: Vec<Outcome>) -> Vec<Ended> {
        let name = |number: usize| format!("test_{number}");
        outcomes.into_iter().enumerate().map(|(number, outcome)| Ended { name: name(number), outcome }).collect()
    }

    fn end(learner: &mut Learner, outcomes: Vec<Outcome>) -> String {
        let tests = ended(outcomes);
        let sum = Sum::of(&tests, 3, Duration::from_millis(1240));
        learner.end(&tests, &sum)
    }

    /// The last line.
    fn next(learner: &mut Learner, outcomes: Vec<Outcome>) -> String {
        let text = end(learner, outcomes);
        text.trim_end().rsplit('\n').next().unwrap_or_default().to_owned()
    }

    #[test]
    fn each_test_has_a_line_and_the_first_failure_stands_in_full() {
        let mut learner = learner();
        let tests = ended(vec![Outcome::Passed, wrong(), gap(3, "send", "src/client.rs")]);
        let lines: String = tests.iter().map(|test| learner.ended(test)).collect();
        assert_eq!(lines, "ok         test_0\nwrong      test_1\ngap 3      test_2\n");
        assert_eq!(
            learner.end(&tests, &Sum::of(&tests, 3, Duration::from_millis(1240))),
            "\nfirst failure: test_1\n\n  came      nothing\n\
             \ntest result: FAILED. 1 passed; 2 failed; finished in 1.24s\n\
             next: mend the first failure, then `cargo test -p lesson-01`\n\n"
        );
    }

    #[test]
    fn who_wants_it_quiet_reads_of_failures_only() {
        let mut learner = Learner { is_quiet: true, ..learner() };
        let tests = ended(vec![Outcome::Passed, Outcome::Ignored, wrong()]);
        let lines: String = tests.iter().map(|test| learner.ended(test)).collect();
        assert_eq!(lines, "wrong      test_2\n");
    }

    #[test]
    fn colours_tell_what_is_good_from_what_is_to_be_mended() {
        let mut learner = Learner { in_colour: true, ..learner() };
        let tests = ended(vec![Outcome::Passed, wrong(), gap(3, "send", "src/client.rs")]);
        let lines: Vec<String> = tests.iter().map(|test| learner.ended(test)).collect();
        assert_eq!(lines[0], "\x1b[32mok       \x1b[0m  test_0\n");
        assert_eq!(lines[1], "\x1b[31mwrong    \x1b[0m  test_1\n");
        assert_eq!(lines[2], "gap 3      test_2\n");
    }

    #[test]
    fn the_last_line_says_what_to_do() {
        for (outcomes, said) in [
            (Vec::new(), "next: no test was run; `cargo test -p lesson-01 -- --list` names them all"),
            (vec![Outcome::Passed], "next: every test passes; go on with `cargo course`"),
            (
                vec![gap(2, "accept", "a.rs"), gap(1, "listen", "lessons/01-one-way/src/server.rs")],
                "next: fill gap 1, listen, in lessons/01-one-way/src/server.rs:36",
            ),
            (vec![gap(1, "listen", "a.rs"), wrong()], "next: mend the first failure, then `cargo test -p lesson-01`"),
            (
                vec![Outcome::Panicked("thread 'x' panicked".to_owned())],
                "next: mend the first failure, then `cargo test -p lesson-01`",
            ),
            (vec![of_kind(Kind::Stale)], "next: build again, as it says above: nothing was judged"),
            (
                vec![of_kind(Kind::NotOwn)],
                "next: write the code into the room's own files, then `cargo test -p lesson-01`",
            ),
        ] {
            assert_eq!(next(&mut learner(), outcomes), said);
        }
    }

    #[test]
    fn a_choice_that_passes_leads_to_all_tests_and_a_reference_to_nothing() {
        let mut choice = Learner { is_choice: true, ..learner() };
        assert_eq!(
            next(&mut choice, vec![Outcome::Passed]),
            "next: every test that was asked for passes; all of them: `cargo test -p lesson-01`"
        );
        let mut reference = Learner { package: "one-way", is_room: false, ..learner() };
        let said = next(&mut reference, vec![Outcome::Passed]);
        assert_eq!(said, "test result: ok. 1 passed; 0 failed; 2 filtered out; finished in 1.24s");
    }

    #[test]
    fn of_programs_that_were_given_nothing_is_said_that_only_the_course_has() {
        let missing = Some((Role::Client, "COURSE_CLIENT"));
        let given = || Learner { judges_commands: true, missing, ..learner() };
        let text = end(&mut given(), vec![Outcome::Passed, Outcome::LeftOut]);
        assert_eq!(
            text,
            "\nleft out: 1 test needs a client too; COURSE_CLIENT gives one\n\
             \ntest result: ok. 1 passed; 0 failed; 1 left out; 1 filtered out; finished in 1.24s\n\
             next: every test that was run passes\n\n"
        );
        for (outcomes, said) in [
            (vec![Outcome::Passed], "next: every test passes; go on with the next lesson"),
            (vec![wrong()], "next: mend the first failure, then this again"),
            (vec![gap(2, "accept", "src/server.rs")], "next: write what is not there yet, then this again"),
        ] {
            assert_eq!(next(&mut given(), outcomes), said);
        }
        let text = end(&mut given(), vec![wrong(), wrong()]);
        assert!(
            text.contains("\nall failures in full: the same command with `-- --format pretty` at its end\n"),
            "{text}"
        );
    }

    #[test]
    fn more_failures_than_one_are_shown_when_asked_for() {
        let said = end(&mut learner(), vec![wrong(), wrong(), gap(1, "listen", "a.rs")]);
        assert!(said.contains("\nall failures in full: cargo test -p lesson-01 -- --format pretty\n"), "{said}");
        let said = end(&mut learner(), vec![wrong(), gap(1, "listen", "a.rs")]);
        assert!(!said.contains("in full"), "{said}");
    }
}
