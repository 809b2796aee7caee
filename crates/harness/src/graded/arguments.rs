//! The arguments of a compiled test, as `cargo test`, nextest and editors know them from Rust's own.

use std::env;
use std::num::NonZero;
use std::thread;

use lexopt::prelude::*;

use super::Graded;

/// What `--help` shows.
pub(super) const HELP: &str = "\
Usage: cargo test -p lesson-NN -- [OPTIONS] [FILTER]...

Runs the tests whose names contain one of the filters; all tests without one.

Options:
    --exact             A filter is the whole name of a test
    --skip FILTER       Leave out tests whose names contain this
    --list              Only name the tests
    --ignored           Run the tests that are left out otherwise, and no others
    --include-ignored   Run them too
    --test-threads N    Run so many tests at a time [env: RUST_TEST_THREADS]
    --nocapture         Show what a test itself says when it panics at once
    --format FORMAT     pretty or terse: as Rust's own tests are shown, every failure in full
    --color WHEN        auto, always or never
-q, --quiet             No line for a test that passes
-h, --help              Show this
";

/// Said by hand where a test runs without cargo.
const THREADS: &str = "RUST_TEST_THREADS";

/// How Rust's own tests are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Format {
    /// A line for each test.
    Pretty,
    /// A character for each test.
    Terse,
}

/// When colours are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Colour {
    Auto,
    Always,
    Never,
}

/// What the program is to do.
#[derive(Debug)]
pub(super) enum Asked {
    Help,
    Run(Arguments),
}

/// Which tests are to run, and how.
#[derive(Debug)]
#[allow(clippy::struct_excessive_bools, reason = "each is an option of the command line")]
pub(super) struct Arguments {
    pub(super) filters: Vec<String>,
    pub(super) skipped: Vec<String>,
    pub(super) exact: bool,
    pub(super) list: bool,
    pub(super) ignored: bool,
    pub(super) include_ignored: bool,
    /// Benchmarks are wanted, of which there are none.
    benches_only: bool,
    pub(super) threads: usize,
    pub(super) no_capture: bool,
    pub(super) quiet: bool,
    /// As Rust's own tests are shown; for a learner, when nothing is said.
    pub(super) format: Option<Format>,
    pub(super) colour: Colour,
}

impl Arguments {
    /// Reads those of this program.
    pub(super) fn of_program() -> Result<Asked, String> {
        let threads = env::var(THREADS).ok();
        Self::read(lexopt::Parser::from_env(), threads.as_deref())
    }

    fn read(mut parser: lexopt::Parser, threads: Option<&str>) -> Result<Asked, String> {
        let mut arguments = Self::new();
        arguments.no_capture = env::var_os("RUST_TEST_NOCAPTURE").is_some_and(|value| value != "0");
        let mut threads = threads.map(str::to_owned);
        while let Some(argument) = parser.next().map_err(|error| error.to_string())? {
            match argument {
                Value(filter) => arguments.filters.push(filter.string().map_err(|error| error.to_string())?),
                Long("skip") => arguments.skipped.push(value(&mut parser)?),
                Long("exact") => arguments.exact = true,
                Long("list") => arguments.list = true,
                Long("ignored") => arguments.ignored = true,
                Long("include-ignored") => arguments.include_ignored = true,
                Long("bench") => arguments.benches_only = true,
                Long("test-threads") => threads = Some(value(&mut parser)?),
                Long("nocapture" | "no-capture") => arguments.no_capture = true,
                Short('q') | Long("quiet") => arguments.quiet = true,
                Long("format") => arguments.format = Some(format(&value(&mut parser)?)?),
                Long("color") => arguments.colour = colour(&value(&mut parser)?)?,
                // Of what tests print nothing is kept, and there are only tests.
                Long("show-output" | "test") => (),
                Short('h') | Long("help") => return Ok(Asked::Help),
                other => return Err(format!("{}; --help shows the options", other.unexpected())),
            }
        }
        if let Some(count) = threads {
            arguments.threads = count
                .parse::<NonZero<usize>>()
                .map_err(|_| format!("`{count}` is no number of threads; --test-threads and {THREADS} want 1 or more"))?
                .get();
        }
        Ok(Asked::Run(arguments))
    }

    fn new() -> Self {
        Self {
            filters: Vec::new(),
            skipped: Vec::new(),
            exact: false,
            list: false,
            ignored: false,
            include_ignored: false,
            benches_only: false,
            threads: thread::available_parallelism().map_or(1, NonZero::get),
            no_capture: false,
            quiet: false,
            format: None,
            colour: Colour::Auto,
        }
    }

    /// Whether a test is to run, or to be named.
    pub(super) fn wants(&self, test: &Graded) -> bool {
        let name = test.name;
        let fits = |filter: &String| if self.exact { name == *filter } else { name.contains(filter.as_str()) };
        !self.benches_only
            && (self.filters.is_empty() || self.filters.iter().any(fits))
            && !self.skipped.iter().any(fits)
            && (!self.ignored || self.include_ignored || test.is_ignored)
    }

    /// Whether a test that is wanted is only mentioned.
    pub(super) fn leaves_out(&self, test: &Graded) -> bool {
        test.is_ignored && !self.ignored && !self.include_ignored
    }

    /// Whether only some of the tests may have been asked for.
    pub(super) fn chooses(&self) -> bool {
        self.benches_only || self.ignored || !self.filters.is_empty() || !self.skipped.is_empty()
    }
}

/// What stands after an option.
fn value(parser: &mut lexopt::Parser) -> Result<String, String> {
    parser.value().and_then(ValueExt::string).map_err(|error| error.to_string())
}

fn format(word: &str) -> Result<Format, String> {
    match word {
        "pretty" => Ok(Format::Pretty),
        "terse" => Ok(Format::Terse),
        other => Err(format!("there is no format `{other}`; --format takes pretty or terse")),
    }
}

fn colour(word: &str) -> Result<Colour, String> {
    match word {
        "auto" => Ok(Colour::Auto),
        "always" => Ok(Colour::Always),
        "never" => Ok(Colour::Never),
        other => Err(format!("--color takes auto, always or never, not `{other}`")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEST: Graded = Graded::new("the_server_listens", "grade", 7, false, || Ok(()));
    const IGNORED: Graded = Graded::new("the_server_sleeps", "grade", 8, true, || Ok(()));

    fn read(words: &[&str]) -> Result<Arguments, String> {
        match Arguments::read(lexopt::Parser::from_args(words), Some("16"))? {
            Asked::Run(arguments) => Ok(arguments),
            Asked::Help => Err("help".to_owned()),
        }
    }

    /// Whether these arguments want the one test, and the other.
    fn wanted(words: &[&str]) -> (bool, bool) {
        let arguments = read(words).unwrap();
        (arguments.wants(&TEST), arguments.wants(&IGNORED))
    }

    #[test]
    fn tests_are_chosen_by_a_part_of_their_names() {
        assert_eq!(wanted(&[]), (true, true));
        assert_eq!(wanted(&["listens"]), (true, false));
        assert_eq!(wanted(&["listens", "sleeps"]), (true, true));
        assert_eq!(wanted(&["--skip", "listens"]), (false, true));
        assert_eq!(wanted(&["--skip=listens"]), (false, true));
        assert_eq!(wanted(&["--exact", "the_server"]), (false, false));
        assert_eq!(wanted(&["the_server_listens", "--exact"]), (true, false));
        assert_eq!(wanted(&["--bench"]), (false, false));
    }

    #[test]
    fn tests_that_are_left_out_are_run_when_asked_for() {
        let leaves_out = |words: &[&str]| read(words).unwrap().leaves_out(&IGNORED);
        assert_eq!(wanted(&["--ignored"]), (false, true));
        assert_eq!(wanted(&["--include-ignored"]), (true, true));
        assert!(leaves_out(&[]) && !leaves_out(&["--ignored"]) && !leaves_out(&["--include-ignored"]));
    }

    #[test]
    fn what_nextest_and_cargo_say_is_understood() {
        let listed = read(&["--list", "--format", "terse", "--ignored"]).unwrap();
        assert!(listed.list && listed.ignored && listed.format == Some(Format::Terse));
        let one = read(&["--exact", "the_server_sleeps", "--nocapture", "--test-threads=1"]).unwrap();
        assert!(one.exact && one.no_capture && one.threads == 1);
        let quiet = read(&["--quiet", "--show-output", "--color", "never"]).unwrap();
        assert!(quiet.quiet && quiet.colour == Colour::Never && quiet.threads == 16);
    }

    #[test]
    fn what_is_no_argument_is_said() {
        for (words, said) in [
            (&["--tests"][..], "invalid option '--tests'; --help shows the options"),
            (&["--format", "json"], "there is no format `json`; --format takes pretty or terse"),
            (&["--color", "blue"], "--color takes auto, always or never, not `blue`"),
            (
                &["--test-threads", "0"],
                "`0` is no number of threads; --test-threads and RUST_TEST_THREADS want 1 or more",
            ),
            (&["--skip"], "missing argument for option '--skip'"),
        ] {
            assert_eq!(read(words).unwrap_err(), said);
        }
    }
}
