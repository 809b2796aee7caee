//! Programs of somebody's own, in any language, judged by the graded tests of a lesson: `cargo course check NN --server
//! COMMAND`.
//!
//! They are the user's own programs on the user's own machine: nothing is hidden from them, and they are started as in
//! the user's terminal. The room of the lesson does not matter, and is not looked at.

use std::env;
use std::fmt::Write as _;
use std::path::Path;
use std::process::Command;

use serde::Serialize;

use crate::bounded;
use crate::error::{Error, Result};
use crate::grade::check::{self, json_of};
use crate::grade::desk::{Desk, Grader};
use crate::grade::libtest::{FORMAT, LIMIT, THREADS, threads};
use crate::grade::results::{self, Kind, Test};
use crate::lessons::Lesson;
use crate::output::show;
use crate::terminal;

/// The commands of the two programs, of which one may be missing.
#[derive(Debug, Clone, Copy)]
pub struct Commands<'a> {
    pub server: Option<&'a str>,
    pub client: Option<&'a str>,
}

impl Commands<'_> {
    /// Whether there is any.
    pub fn are_given(self) -> bool {
        self.server.is_some() || self.client.is_some()
    }
}

/// With this the tests end when they have judged nothing.
pub const NOT_JUDGED: i32 = 2;

/// What was found out about the programs; in JSON as it stands here.
#[derive(Debug, Serialize)]
struct Report<'a> {
    /// `01-one-way`
    lesson: String,
    /// The commands, as they were given; null for a program that was not.
    server: Option<&'a str>,
    client: Option<&'a str>,
    /// `solved` where every test that was run passes, or else `tests fail`.
    verdict: &'static str,
    /// How many tests pass, of how many that were run.
    passed: usize,
    count: usize,
    /// How many were not run, because they need the program that is not given.
    not_run: usize,
    /// All of them, in the order of their file.
    tests: Vec<Test>,
    /// What the tests could not look at on this system, and why.
    left_out: Vec<String>,
}

/// Judges programs, says how each test went, and what to do next. Returns whether all tests pass that were run.
///
/// # Errors
///
/// When nothing was judged: a command cannot be started, or no test could be made with what is given.
pub fn check(root: &Path, lesson: &Lesson, commands: Commands<'_>, json: bool) -> Result<bool> {
    let empty = [("--server", commands.server), ("--client", commands.client)];
    if let Some((option, _)) = empty.into_iter().find(|(_, given)| given.is_some_and(|given| given.trim().is_empty())) {
        return Err(Error::Other(format!("{option} has no command; for example {option} 'python3 program.py'")));
    }
    let desk = Desk::open(root)?;
    let report = report(&desk.grader(lesson)?, lesson, commands)?;
    if json {
        show(&format!("{}\n", json_of(&report)?))?;
    } else {
        show(&text(lesson, &report))?;
    }
    Ok(report.is_solved())
}

fn report<'a>(grader: &Grader, lesson: &Lesson, commands: Commands<'a>) -> Result<Report<'a>> {
    let here = env::current_dir().map_err(Error::io("find", Path::new(".")))?;
    let mut command = Command::new(&grader.executable);
    // They are started where this is called, as in a terminal.
    command.args(FORMAT).env("PWD", &here).env_remove("COURSE_PROGRAMS");
    command.env(THREADS, threads()).env(results::AS_DATA.0, results::AS_DATA.1);
    command.env("COLUMNS", terminal::width().to_string());
    for (name, given) in [("COURSE_SERVER", commands.server), ("COURSE_CLIENT", commands.client)] {
        match given {
            Some(given) => command.env(name, given),
            None => command.env_remove(name),
        };
    }
    let ended = bounded::run(&mut command, LIMIT).map_err(Error::io("run", &grader.executable))?;
    let stderr = String::from_utf8_lossy(&ended.stderr);
    let status = ended.status.and_then(|status| status.code());
    if status == Some(NOT_JUDGED) {
        let problem = stderr.lines().find_map(|line| line.strip_prefix("error: ")).unwrap_or(stderr.trim());
        return Err(Error::Other(problem.to_owned()));
    }
    let tests = results::read(&grader.names, &String::from_utf8_lossy(&ended.stdout));
    let passed = tests.iter().filter(|test| test.passed()).count();
    let not_run = tests.iter().filter(|test| test.kind == Kind::LeftOut).count();
    let count = tests.len() - not_run;
    if ended.status.is_some() && (status == Some(0)) != (passed == count) {
        return Err(Error::Other(format!("the tests ended otherwise than they said: {}", stderr.trim())));
    }
    Ok(Report {
        lesson: lesson.folder(),
        server: commands.server,
        client: commands.client,
        verdict: if passed == count { "solved" } else { "tests fail" },
        passed,
        count,
        not_run,
        tests,
        left_out: results::left_out(&stderr),
    })
}

impl Report<'_> {
    fn is_solved(&self) -> bool {
        self.passed == self.count
    }

    /// The program that is not given.
    fn missing(&self) -> &'static str {
        if self.server.is_none() { "server" } else { "client" }
    }
}

fn text(lesson: &Lesson, report: &Report<'_>) -> String {
    let mut text = String::new();
    let Report { passed, count, not_run, .. } = report;
    let missing = report.missing();
    let not_run =
        if *not_run > 0 { format!("; {not_run} left out, which need a {missing} too") } else { String::new() };
    let _ = writeln!(text, "lesson {} {}: {passed} of {count} tests pass{not_run}", lesson.number, lesson.name);
    for (name, given) in [("server", report.server), ("client", report.client)] {
        let _ = writeln!(text, "  {name}  {}", given.unwrap_or("not given"));
    }
    text += &check::tests(&report.tests, &report.left_out, |_| None);
    let first = check::first_failure(&report.tests, |_| None);
    let next = match first.map(|test| test.kind) {
        None if report.not_run > 0 => {
            format!("every test that was run passes; --{missing} 'COMMAND' has the others run")
        }
        None => "every test passes".to_owned(),
        Some(Kind::NotMade) => {
            "make room on the machine, then this again: this says nothing about your programs".to_owned()
        }
        Some(Kind::NotStarted) => format!(
            "write what is not there yet; `cargo course read programs \"Lesson {}\"` says what it must do",
            lesson.number
        ),
        Some(_) => "mend the first failure, then this again".to_owned(),
    };
    let _ = writeln!(text, "\nnext: {next}");
    text
}
