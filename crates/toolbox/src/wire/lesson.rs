//! The conversation of a graded test: the test is run once more, and records what its own ends send and receive.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use anyhow::{Context, anyhow, bail};

use super::arguments::Live;
use super::look::Look;
use super::print;
use super::recording::Recording;
use super::show;

/// Where recordings lie unless somebody wants one elsewhere.
const FOLDER: &str = "target/course/wire";

/// So many tests are run to find one with a conversation.
const TRIED: usize = 8;

/// How many tests are named at once.
const NAMED: usize = 6;

/// A lesson, as far as this tool needs it.
#[derive(Debug)]
pub struct Lesson {
    root: PathBuf,
    number: String,
    /// The package whose programs are tested: the learner's, or the course's.
    package: String,
}

impl Lesson {
    /// The lesson with this number; `None` where the word is no number of a lesson.
    pub fn find(number: &str, is_reference: bool) -> anyhow::Result<Option<Self>> {
        if number.len() != 2 || !number.bytes().all(|octet| octet.is_ascii_digit()) {
            return Ok(None);
        }
        let here = env::current_dir().context("cannot find the current folder")?;
        let Some(root) = here.ancestors().find(|folder| folder.join("lessons").is_dir()) else {
            bail!("not inside the course: no folder lessons/ here or above");
        };
        let folders = fs::read_dir(root.join("lessons")).context("cannot read lessons/")?;
        let mut names = folders.filter_map(|entry| entry.ok()?.file_name().into_string().ok());
        let Some(name) = names.find_map(|name| Some(name.strip_prefix(number)?.strip_prefix('-')?.to_owned())) else {
            bail!("no lesson {number}");
        };
        let package = if is_reference { name } else { format!("lesson-{number}") };
        Ok(Some(Self { root: root.to_owned(), number: number.to_owned(), package }))
    }

    /// Runs a test, or the first that fails, and shows its conversation and its verdict. Where none fails, it is the first
    /// that has a conversation.
    pub fn show(&self, wanted: Option<&str>, live: &Live) -> anyhow::Result<bool> {
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
            let has_events = has_events(&file)?;
            if has_events || tests.peek().is_none() {
                self.tell(test, &file, has_events, live)?;
                print(&format!("\n{verdict}"))?;
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

    fn tell(&self, test: &str, file: &Path, has_events: bool, live: &Live) -> anyhow::Result<()> {
        let number = &self.number;
        if !has_events {
            return print(&format!(
                "lesson {number}, {test}\n\n\
                 Nothing passed: no program spoke with the test itself. What else it does, its verdict tells.\n"
            ));
        }
        if live.outputs.pages.are_wanted() {
            print(&live.outputs.pages.write(|| Recording::open(file))?)?;
        } else if !live.quiet {
            print(&format!("lesson {number}, {test}\n\n"))?;
            show::in_terminal(file, Look::of_stdout(live.color))?;
        }
        let file = file.strip_prefix(&self.root).unwrap_or(file);
        print(&format!("recorded in {}; cargo course wire show FILE shows it again\n", file.display()))
    }

    /// Runs one test, which records; returns what it says of itself.
    fn record(&self, test: &str, file: &Path) -> anyhow::Result<String> {
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
        let output = run(self.command(&["--list"]).stderr(Stdio::inherit()))?;
        if !output.status.success() {
            bail!("lesson {} does not compile; mend what the compiler says first", self.number);
        }
        let text = text(&output);
        let names: Vec<String> =
            text.lines().filter_map(|line| Some(line.strip_suffix(": test")?.to_owned())).collect();
        if names.is_empty() { Err(anyhow!("lesson {} has no tests", self.number)) } else { Ok(names) }
    }

    /// The first test that fails; where none does, the first ones.
    fn candidates<'a>(&self, names: &'a [String]) -> anyhow::Result<Vec<&'a str>> {
        let number = &self.number;
        cli::note(format_args!(
            "looking for the first test that fails; cargo course wire {number} TEST shows one of your choice"
        ));
        let output = run(self.command(&["--format", "pretty", "--color", "never"]).stderr(Stdio::null()))?;
        let text = text(&output);
        let failed = |name: &&String| text.lines().any(|line| line == format!("test {name} ... FAILED"));
        Ok(match names.iter().find(failed) {
            Some(name) => vec![name.as_str()],
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

/// Whether a test has recorded anything: without a connection of its own it has not even begun to.
fn has_events(file: &Path) -> anyhow::Result<bool> {
    let length = fs::metadata(file).with_context(|| format!("cannot read {}", file.display()))?.len();
    Ok(length > 0 && Recording::open(file)?.next().is_some())
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
