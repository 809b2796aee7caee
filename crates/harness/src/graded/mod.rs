//! The main program of a file of graded tests, in the place of the one that Rust makes for tests.
//!
//! It takes the same arguments (`cargo test -p lesson-01 -- --list`), so that other tools can run it, but it speaks to a
//! learner: the tests run and are shown in the order of their file, which is the one in which they are to be made green,
//! a line each; then comes the first failure in full, and a line that says what to do next.

mod arguments;
mod learner;
mod libtest;
mod outcome;
mod panics;
mod runner;

use std::collections::BTreeSet;
use std::io::{self, IsTerminal as _, Write as _};
use std::process::ExitCode;
use std::time::Instant;

use arguments::{Arguments, Asked, Format};
use learner::Learner;
use libtest::Libtest;
use outcome::{Ended, Sum};

use crate::failure::Verdict;
use crate::given::{self, Commands};
use crate::lesson::Lesson;

/// A graded test, as [`test`](crate::test) registers it.
#[derive(Debug)]
pub struct Graded {
    name: &'static str,
    module: &'static str,
    line: u32,
    is_ignored: bool,
    body: fn() -> Verdict,
}

inventory::collect!(Graded);

impl Graded {
    /// The test that stands on this line of this module.
    #[must_use]
    pub const fn new(
        name: &'static str,
        module: &'static str,
        line: u32,
        is_ignored: bool,
        body: fn() -> Verdict,
    ) -> Self {
        Self { name, module, line, is_ignored, body }
    }

    /// Which of these parts of the file it stands in, counted from 1; 0 is the file itself.
    fn part(&self, parts: &[&str]) -> Option<usize> {
        match self.module.split_once("::") {
            Some((_, module)) => parts.iter().position(|part| *part == module).map(|index| index + 1),
            None => Some(0),
        }
    }
}

/// Registers a graded test; [`test`](crate::test) writes this.
#[doc(hidden)]
#[macro_export]
macro_rules! register {
    ($test:ident, $is_ignored:literal) => {
        $crate::inventory::submit! {
            $crate::Graded::new(stringify!($test), module_path!(), line!(), $is_ignored, $test)
        }
    };
}

/// The main function of a file of graded tests for this [`Lesson`].
///
/// The package says `harness = false` of the file, and the file marks its tests with the harness's own `test`, which it
/// imports so that they look as ever:
///
/// ```
/// use harness::{Lesson, Verdict};
///
/// const LESSON: Lesson = harness::lesson!();
///
/// harness::main!(LESSON);
///
/// #[harness::test]
/// fn the_server_listens() -> Verdict {
///     Ok(())
/// }
/// ```
///
/// A long file is parted into modules, `#[path = "08_request/lines.rs"] mod lines;`. Their tests have no longer names, and
/// come after those of the file itself in the order in which `main` names the modules: `harness::main!(LESSON, [pages,
/// lines])`.
#[macro_export]
macro_rules! main {
    ($lesson:expr) => {
        $crate::main!($lesson, []);
    };
    ($lesson:expr, [$($part:ident),* $(,)?]) => {
        fn main() -> ::std::process::ExitCode {
            $crate::run_graded(&$lesson, &[$(stringify!($part)),*])
        }

        // Built as Rust's own tests are, the file would have none, and pass.
        #[cfg(test)]
        #[::core::prelude::v1::test]
        fn the_manifest_says_harness_false() {
            panic!("Cargo.toml wants `harness = false` below the [[test]] of this file");
        }
    };
}

/// What the program ends with when a test fails, as Rust's own does.
const FAILED: u8 = 101;

/// And when nothing was judged: a program that was given cannot be started, or no test could be made with it.
const NOT_JUDGED: u8 = 2;

/// Runs the graded tests of this program, which stand in the file and these parts of it, as its arguments ask for it.
#[must_use]
pub fn run_graded(lesson: &Lesson, parts: &[&str]) -> ExitCode {
    let arguments = match Arguments::of_program() {
        Ok(Asked::Run(arguments)) => arguments,
        Ok(Asked::Help) => {
            say(arguments::HELP);
            return ExitCode::SUCCESS;
        }
        Err(problem) => {
            let _ = writeln!(io::stderr(), "error: {problem}");
            return ExitCode::from(FAILED);
        }
    };
    let all = match all(parts) {
        Ok(all) => all,
        Err(problem) => {
            let _ = writeln!(io::stderr(), "error: {problem}");
            return ExitCode::from(FAILED);
        }
    };
    let chosen: Vec<&Graded> = all.iter().copied().filter(|test| arguments.wants(test)).collect();
    if arguments.list {
        say(&libtest::list(&chosen, arguments.format == Some(Format::Terse)));
        return ExitCode::SUCCESS;
    }
    // Who only wants the names needs no program.
    if let Err(problem) = given::read(lesson.folder()) {
        let _ = writeln!(io::stderr(), "error: {problem}");
        return ExitCode::from(NOT_JUDGED);
    }
    let sum = run(lesson, &arguments, &chosen, all.len());
    if given::commands().is_some() && sum.passed + sum.failed == 0 {
        let _ = writeln!(io::stderr(), "error: no test was run{}", why_none(&sum));
        return ExitCode::from(NOT_JUDGED);
    }
    if sum.failed == 0 { ExitCode::SUCCESS } else { ExitCode::from(FAILED) }
}

/// Why none was run.
fn why_none(sum: &Sum) -> String {
    match given::commands().and_then(Commands::missing).filter(|_| sum.left_out > 0) {
        Some((role, _)) => format!(": each needs a {} too, and none was given", role.name()),
        None => String::new(),
    }
}

/// All tests of this program, in the order of the file and of its parts.
///
/// # Errors
///
/// When there are none, or their order or their names leave a doubt.
fn all(parts: &[&str]) -> Result<Vec<&'static Graded>, String> {
    let mut all: Vec<&Graded> = inventory::iter::<Graded>.into_iter().collect();
    if all.is_empty() {
        return Err("no test of this file is one of `harness::test`".to_owned());
    }
    if let Some(Graded { name, module, .. }) = all.iter().find(|test| test.part(parts).is_none()) {
        return Err(format!("`harness::main!` does not name the module `{module}`, in which `{name}` stands"));
    }
    all.sort_by_key(|test| (test.part(parts), test.line));
    let mut names = BTreeSet::new();
    match all.iter().find(|test| !names.insert(test.name)) {
        Some(Graded { name, .. }) => Err(format!("two tests are called `{name}`")),
        None => Ok(all),
    }
}

/// Somebody who wants to see how tests go.
trait Audience {
    fn begin(&mut self, tests: &[&Graded]) -> String;
    fn ended(&mut self, test: &Ended) -> String;
    fn end(&mut self, tests: &[Ended], sum: &Sum) -> String;
}

fn run(lesson: &Lesson, arguments: &Arguments, tests: &[&'static Graded], count: usize) -> Sum {
    let begun = Instant::now();
    let mut audience: Box<dyn Audience> = match arguments.format {
        Some(format) => Box::new(Libtest::new(format)),
        None => Box::new(Learner::new(lesson, arguments, io::stdout().is_terminal())),
    };
    if !arguments.no_capture {
        panics::keep();
    }
    say(&audience.begin(tests));
    let ended = runner::run(tests, arguments, |test| say(&audience.ended(test)));
    let sum = Sum::of(&ended, count, begun.elapsed());
    say(&audience.end(&ended, &sum));
    sum
}

/// Writes to standard output; that nobody reads it any more changes no verdict.
fn say(text: &str) {
    let mut stdout = io::stdout().lock();
    let _ = stdout.write_all(text.as_bytes()).and_then(|()| stdout.flush());
}
