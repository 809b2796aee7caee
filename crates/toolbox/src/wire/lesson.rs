//! The conversation of a graded test: the test is run once more, and records what its own ends send and receive.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use anyhow::{Context, anyhow, bail};

use harness::recording::What;
use serde_json::Value;

use super::arguments::Live;
use super::look::Look;
use super::outputs;
use super::print;
use super::recording::Recording;
use super::show;
use crate::{course, terminal};

/// Where recordings lie unless somebody wants one elsewhere.
const FOLDER: &str = "target/course/wire";

/// The first lesson whose programs speak HTTP.
const FIRST_HTTP: &str = "06";

/// The variable in which `cargo course` says which tests belong to open gaps.
const OPEN: &str = "COURSE_OPEN_GAPS";

/// Has the harness tell of failures as data, and the word there for what is not written yet.
const AS_DATA: (&str, &str) = ("COURSE_FAILURES", "json");
const NOT_STARTED: &str = "not started yet";

/// So many tests are run to find one in which octets pass.
const TRIED: usize = 8;

/// How many tests are named at once.
const NAMED: usize = 6;

/// A lesson, as far as this tool needs it.
#[derive(Debug)]
pub struct Lesson {
    root: PathBuf,
    number: String,
    name: String,
    /// The package whose programs are tested: the learner's, or the course's.
    package: String,
}

impl Lesson {
    /// The lesson with this number; `None` where there is none.
    pub fn find(number: &str, is_reference: bool) -> anyhow::Result<Option<Self>> {
        if !course::is_number(number) {
            return Ok(None);
        }
        let root = course::root()?;
        let Some(name) = course::lessons(&root)?.remove(number) else { return Ok(None) };
        let package = if is_reference { name.clone() } else { format!("lesson-{number}") };
        Ok(Some(Self { root, number: number.to_owned(), name, package }))
    }

    /// Says that there is no such lesson, and which there are.
    pub fn none(number: &str) -> anyhow::Result<bool> {
        let lessons: Vec<String> = course::lessons(&course::root()?)?.into_keys().collect();
        bail!("no lesson {number}; there are {}", lessons.join(", "))
    }

    /// Runs a test, or the failure to look at first, and shows its conversation and its verdict. Where none fails, it is the
    /// first in which octets pass.
    pub fn show(&self, wanted: Option<&str>, live: &Live) -> anyhow::Result<bool> {
        if let Some(wanted) = wanted {
            self.refuse_what_is_ambiguous(wanted)?;
        }
        let names = self.names()?;
        let tests = match wanted {
            Some(wanted) => vec![chosen(&names, wanted)?],
            None => self.candidates(&names)?,
        };
        let mut tests = tests.into_iter().peekable();
        while let Some(test) = tests.next() {
            let file = self.file(test, live)?;
            live.outputs.pages.check(Some(&file))?;
            let verdict = self.record(test, &file)?;
            let passed = Passed::of(&file)?;
            if passed == Passed::Octets || tests.peek().is_none() {
                self.tell(test, &file, passed, live)?;
                print(&format!("\n{}", terminal::fitted(&verdict, terminal::width())))?;
                break;
            }
        }
        Ok(true)
    }

    /// Where the recording of a test lies.
    fn file(&self, test: &str, live: &Live) -> anyhow::Result<PathBuf> {
        Ok(match &live.outputs.record {
            // The test has a folder of its own.
            Some(file) => env::current_dir().context("cannot find the current folder")?.join(file),
            None => self.root.join(FOLDER).join(format!("{}-{test}.wire", self.number)),
        })
    }

    fn tell(&self, test: &str, file: &Path, passed: Passed, live: &Live) -> anyhow::Result<()> {
        let number = &self.number;
        if passed == Passed::Nothing {
            return print(&format!(
                "lesson {number}, {test}\n\n\
                 There are no octets to show: in this test, no program connects to the test.\nHow it went:\n"
            ));
        }
        let mut pages = live.outputs.pages.clone();
        pages.plain |= number.as_str() < FIRST_HTTP;
        if pages.are_wanted() {
            print(&pages.write(|| Recording::open(file))?)?;
        } else if !live.quiet {
            print(&format!("lesson {number}, {test}\n\n"))?;
            show::in_terminal(file, pages.plain, Look::of_stdout(live.color))?;
        }
        print(&outputs::recorded(file))
    }

    /// Runs one test, which records; returns what it says of itself.
    pub fn record(&self, test: &str, file: &Path) -> anyhow::Result<String> {
        if let Some(folder) = file.parent() {
            fs::create_dir_all(folder).with_context(|| format!("cannot make {}", folder.display()))?;
        }
        // An old recording must not be taken for this test's.
        fs::write(file, "").with_context(|| format!("cannot record in {}", file.display()))?;
        let mut command = self.command(&["--exact", test]);
        command.env("COURSE_RECORD", file);
        // It is compiled already: all that cargo would say is that a test fails.
        let output = run(command.stderr(Stdio::null()))?;
        Ok(text(&output).trim_start().to_owned())
    }

    /// The names of all tests, in their order.
    fn names(&self) -> anyhow::Result<Vec<String>> {
        cli::note(format_args!("compiling lesson {} and its tests, as far as they have changed", self.number));
        let output = run(self.command(&["--list"]).stderr(Stdio::inherit()))?;
        if !output.status.success() {
            bail!("lesson {} does not compile; mend what the compiler says first", self.number);
        }
        let text = text(&output);
        let names: Vec<String> =
            text.lines().filter_map(|line| Some(line.strip_suffix(": test")?.to_owned())).collect();
        if names.is_empty() { Err(anyhow!("lesson {} has no tests", self.number)) } else { Ok(names) }
    }

    /// Refuses a word that several tests have in their names before anything is compiled.
    fn refuse_what_is_ambiguous(&self, wanted: &str) -> anyhow::Result<()> {
        let sources = course::tests(&self.root, &self.number, &self.name);
        let mut names: Vec<String> = Vec::new();
        for name in sources.iter().flat_map(|source| course::names(source)) {
            // One for each system has the same name.
            if !names.iter().any(|known| known == name) {
                names.push(name.to_owned());
            }
        }
        // A test that does not stand there may yet be one: that is known when it is compiled.
        let is_known = names.iter().any(|name| name.contains(wanted));
        if is_known { chosen(&names, wanted).map(drop) } else { Ok(()) }
    }

    /// The failure to look at first, as `cargo course check` finds it; where no test fails, the first ones.
    fn candidates<'a>(&self, names: &'a [String]) -> anyhow::Result<Vec<&'a str>> {
        let number = &self.number;
        cli::note(format_args!("looking for the first test that fails (or name one: cargo course wire {number} TEST)"));
        let mut command = self.command(&["--format", "pretty", "--color", "never"]);
        let output = run(command.env(AS_DATA.0, AS_DATA.1).stderr(Stdio::null()))?;
        let text = text(&output);
        Ok(match first_failure(names, &text, &left_open()) {
            Some(name) => vec![name],
            None => names.iter().map(String::as_str).take(TRIED).collect(),
        })
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
        for (name, _) in env::vars_os() {
            // What cargo has said of this program is not true of that one.
            let about_us = ["CARGO_PKG_", "CARGO_MANIFEST_", "CARGO_BIN_", "CARGO_CRATE_"];
            if name.to_str().is_some_and(|name| about_us.iter().any(|prefix| name.starts_with(prefix))) {
                command.env_remove(name);
            }
        }
        command.env_remove(OPEN);
        command.args(["test", "--quiet", "--package", &self.package, "--test", "grade", "--"]);
        command.args(arguments).current_dir(&self.root).stdin(Stdio::null());
        command
    }
}

fn run(command: &mut Command) -> anyhow::Result<Output> {
    command.stdout(Stdio::piped()).output().context("cannot run cargo")
}

fn text(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

/// What a test has recorded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Passed {
    /// Nothing: it has no connection of its own.
    Nothing,
    /// Connections, on which nothing was sent.
    Connections,
    Octets,
}

impl Passed {
    fn of(file: &Path) -> anyhow::Result<Self> {
        // Without a connection, not even the first line is written.
        if fs::metadata(file).with_context(|| format!("cannot read {}", file.display()))?.len() == 0 {
            return Ok(Self::Nothing);
        }
        let mut passed = Self::Nothing;
        for event in Recording::open(file)? {
            match event?.what {
                What::Data { octets, .. } | What::Datagram { octets, .. } if !octets.is_empty() => {
                    return Ok(Self::Octets);
                }
                _ => passed = Self::Connections,
            }
        }
        Ok(passed)
    }
}

/// The tests of each gap that is open, in the order of the gaps: what `cargo course` says of the learner's room.
fn left_open() -> Vec<Vec<String>> {
    env::var(OPEN).ok().and_then(|told| serde_json::from_str(&told).ok()).unwrap_or_default()
}

/// The failure to look at first: one of what was written already, then what belongs to the first gap that is `open`, and
/// last what was not started otherwise.
fn first_failure<'a>(names: &'a [String], output: &str, open: &[Vec<String>]) -> Option<&'a str> {
    let has_failed = |name: &&str| output.lines().any(|line| line == format!("test {name} ... FAILED"));
    let failed = names.iter().map(String::as_str).filter(has_failed);
    failed.min_by_key(|name| {
        let gap = open.iter().position(|tests| tests.iter().any(|test| test == name));
        match gap {
            Some(gap) => gap + 1,
            None if is_not_started(name, output) => usize::MAX,
            None => 0,
        }
    })
}

/// Whether a failure says of itself that a program reached what is not written yet.
fn is_not_started(name: &str, output: &str) -> bool {
    let heading = format!("---- {name} stdout ----");
    let mut said =
        output.lines().skip_while(|line| *line != heading).skip(1).take_while(|line| !line.starts_with("---- "));
    let told = said.find_map(|line| serde_json::from_str::<Value>(line).ok());
    told.is_some_and(|failure| failure["kind"] == NOT_STARTED)
}

/// The test with this name, or the only one whose name contains the word.
fn chosen<'a>(names: &'a [String], wanted: &str) -> anyhow::Result<&'a str> {
    if let Some(name) = names.iter().find(|name| *name == wanted) {
        return Ok(name);
    }
    let found: Vec<&str> = names.iter().map(String::as_str).filter(|name| name.contains(wanted)).collect();
    match found[..] {
        [name] => Ok(name),
        [] => bail!("no test with `{wanted}` in its name; the tests are\n{}", listed(names.iter().map(String::as_str))),
        _ => bail!("several tests have `{wanted}` in their names\n{}", listed(found.into_iter())),
    }
}

fn listed<'a>(names: impl ExactSizeIterator<Item = &'a str>) -> String {
    let more = names.len().saturating_sub(NAMED);
    let mut lines: Vec<String> = names.take(NAMED).map(|name| format!("  {name}")).collect();
    if more > 0 {
        lines.push(format!("  and {more} more"));
    }
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_failure_is_the_one_that_a_check_shows() {
        let names: Vec<String> = ["fine", "later", "sooner", "wrong", "unknown"].map(str::to_owned).into();
        let said = |name: &str, kind: &str| format!("---- {name} stdout ----\n{{\"kind\":\"{kind}\"}}\n\n");
        let output = |failed: &[(&str, &str)]| {
            let lines: Vec<String> = failed.iter().map(|(name, _)| format!("test {name} ... FAILED\n")).collect();
            let told: Vec<String> = failed.iter().map(|(name, kind)| said(name, kind)).collect();
            format!("test fine ... ok\n{}\nfailures:\n\n{}", lines.concat(), told.concat())
        };
        let open = [vec!["sooner".to_owned()], vec!["later".to_owned(), "sooner".to_owned()]];
        let mut failed =
            vec![("unknown", NOT_STARTED), ("later", NOT_STARTED), ("sooner", "wrong"), ("wrong", "wrong")];
        let first = |failed: &[(&str, &str)]| first_failure(&names, &output(failed), &open).map(str::to_owned);
        for expected in ["wrong", "sooner", "later", "unknown"] {
            assert_eq!(first(&failed).as_deref(), Some(expected));
            failed.retain(|(name, _)| *name != expected);
        }
        assert_eq!(first(&failed), None);
    }

    #[test]
    fn a_test_is_found_by_its_name_or_by_a_part_that_no_other_has() {
        let names: Vec<String> = ["the_server_reads", "the_server_reads_on", "a_client"].map(str::to_owned).into();
        assert_eq!(chosen(&names, "the_server_reads").ok(), Some("the_server_reads"));
        assert_eq!(chosen(&names, "client").ok(), Some("a_client"));
        for (wanted, said) in [("server", "several tests have `server`"), ("x", "no test with `x`")] {
            let told = chosen(&names, wanted).map_err(|error| error.to_string());
            assert!(told.as_ref().is_err_and(|told| told.starts_with(said) && told.contains("\n  the_")), "{told:?}");
        }
    }
}
