//! Compiles and runs the graded tests of lessons and reads what libtest prints about them.

use std::env;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use crate::bounded;
use crate::cargo::{self, Build};
use crate::error::{Error, Result};
use crate::files;

/// How long all tests of a lesson may take together.
pub const LIMIT: Duration = Duration::from_mins(2);

/// How many tests run at a time. cargo takes it from `.cargo/config.toml`; a test started without cargo needs it too.
pub const THREADS: &str = "RUST_TEST_THREADS";

/// How long one test may take where many run at a time, and share the machine.
const PATIENT: (&str, &str) = ("COURSE_TEST_SECS", "30");

/// How long each wait in a test may take, too, where rooms are graded: right work must not fail because the machine is busy.
/// The proofs keep the usual time, for some wrong work shows only by being late.
const MORE_PATIENT: (&str, &str) = ("COURSE_DEADLINE_SECS", "5");

/// What of both nobody has set otherwise.
pub fn patience() -> impl Iterator<Item = (&'static str, &'static str)> {
    [PATIENT, MORE_PATIENT].into_iter().filter(|(name, _)| env::var_os(name).is_none())
}

/// Has the tests speak to programs: a graded test that is not asked speaks to a learner.
pub const FORMAT: [&str; 2] = ["--format", "pretty"];

/// How many that is.
pub fn threads() -> OsString {
    env::var_os(THREADS).unwrap_or_else(|| "16".into())
}

/// Which tests passed and which failed.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Grade {
    /// Sorted by name.
    pub passed: Vec<String>,
    /// Sorted by name.
    pub failed: Vec<String>,
}

impl Grade {
    /// Reads libtest's output; `None` when it breaks off before the result or does not agree with it.
    pub fn read(output: &str) -> Option<Self> {
        let mut grade = Self::default();
        // Below `failures:` stands what the tests printed, and that may be anything.
        for line in output.lines().take_while(|line| *line != "failures:") {
            let Some((name, outcome)) = line.strip_prefix("test ").and_then(|rest| rest.rsplit_once(" ... ")) else {
                continue;
            };
            match outcome {
                "ok" => grade.passed.push(name.to_owned()),
                "FAILED" => grade.failed.push(name.to_owned()),
                _ => (),
            }
        }
        grade.passed.sort();
        grade.failed.sort();
        let result = output.lines().rev().find_map(|line| line.strip_prefix("test result: "))?;
        let counts = format!(" {} passed; {} failed; ", grade.passed.len(), grade.failed.len());
        result.contains(&counts).then_some(grade)
    }

    /// How many tests there are.
    pub fn count(&self) -> usize {
        self.passed.len() + self.failed.len()
    }
}

/// Compiles the graded tests of packages, and their programs with them.
pub fn compile<'a>(root: &Path, packages: impl IntoIterator<Item = &'a str>) -> Result<Build> {
    let mut args: Vec<String> = ["test", "--no-run", "--no-fail-fast", "--test", "grade"].map(str::to_owned).into();
    for package in packages {
        args.extend(["--package".to_owned(), package.to_owned()]);
    }
    cargo::build(root, &args)
}

/// A compiled test and the circumstances of a run.
#[derive(Debug, Clone)]
pub struct Run {
    /// The test.
    pub executable: PathBuf,
    /// The folder of the package it was compiled for, and its name: where and how cargo would run it.
    pub folder: PathBuf,
    /// The name of that package.
    pub package: String,
    /// Programs to start in place of the package's own: their path without `-server`, `-client`.
    pub programs: Option<PathBuf>,
    /// Where the output goes, with the ending `.txt`, and what the tests let through to standard error, `.err.txt`.
    pub output: PathBuf,
}

impl Run {
    /// What the tests print.
    pub fn output_file(&self) -> PathBuf {
        self.output.with_added_extension("txt")
    }

    /// Runs the tests to their end, or until the time is over.
    pub fn grade(&self) -> Result<Grade> {
        let failed = |problem: String| Error::Program { program: self.executable.display().to_string(), problem };
        let stdout_path = self.output_file();
        let mut command = Command::new(&self.executable);
        command
            .args(FORMAT)
            .current_dir(&self.folder)
            .env("CARGO_MANIFEST_DIR", &self.folder)
            .env("CARGO_PKG_NAME", &self.package)
            .env(THREADS, threads())
            .env(PATIENT.0, PATIENT.1);
        if let Some(programs) = &self.programs {
            command.env("COURSE_PROGRAMS", programs);
        }
        let ended = bounded::run(&mut command, LIMIT).map_err(|error| failed(error.to_string()))?;
        files::write(&stdout_path, &ended.stdout)?;
        files::write(&self.output.with_added_extension("err.txt"), &ended.stderr)?;
        let see = format!("see {}", stdout_path.display());
        let Some(status) = ended.status else {
            return Err(failed(format!("the tests did not end within {} s and were killed; {see}", LIMIT.as_secs())));
        };
        let grade = Grade::read(&String::from_utf8_lossy(&ended.stdout));
        let grade = grade.filter(|grade| status.success() == grade.failed.is_empty());
        grade.ok_or_else(|| failed(format!("ended ({status}) without a result that can be read; {see}")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn output_of_libtest_is_read_up_to_what_the_tests_printed() {
        let output = "\nrunning 3 tests\ntest b ... ok\ntest a ... FAILED\ntest c - should panic ... ok\n\
                      \nfailures:\n\n---- a stdout ----\ntest d ... FAILED\n\nfailures:\n    a\n\n\
                      test result: FAILED. 2 passed; 1 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.1s\n";
        let grade = Grade::read(output).unwrap();
        assert_eq!(grade.failed, ["a"]);
        assert_eq!(grade.passed, ["b", "c - should panic"]);
        assert_eq!(grade.count(), 3);
    }

    #[test]
    fn output_without_its_result_is_no_grade() {
        assert_eq!(Grade::read("running 2 tests\ntest a ... ok\n"), None);
        let lost = "running 2 tests\ntest a ... ok\ntest result: ok. 2 passed; 0 failed; 0 ignored;\n";
        assert_eq!(Grade::read(lost), None);
    }
}
