//! What programs do to the process that grades them: sixteen hostile ones at once, in a process whose time, memory and
//! leavings are measured.
//!
//! The process is this program itself: its ignored tests are the hostile ones.
#![cfg(unix)]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};
use std::{env, process, thread};

use harness::{Lesson, Program, Teach, Verdict};
use predicates::prelude::predicate;

const LESSON: Lesson = Lesson::new("lesson-99", "lessons/99-example").with_any_octets();

const TEACH: Teach =
    Teach { wrong: "the greeting did not come", why: "A greeting is what this is about.", book: "Greetings" };

/// How long a verdict may take on a machine that has nothing else to do, and how much memory the process may hold.
const LONGEST: Duration = Duration::from_secs(3);
const MOST_MEMORY: u64 = 200 << 20;

fn script(script: &str) -> Program {
    Program::new("sh").arg("-c").arg(script)
}

/// Expects a greeting from a script that has something else in mind.
fn hostile(text: &str) -> Verdict {
    let text = text.to_owned();
    LESSON.check(TEACH, move || {
        script(&text).start()?.expect_stdout_that(&predicate::str::ends_with("Hello from afar\n"))
    })
}

/// Sixteen tests of the same kind, as many as run at once.
macro_rules! sixteen {
    ($kind:ident, $test:expr) => {
        mod $kind {
            use super::*;
            sixteen!(@ $test, a b c d e f g h i j k l m n o p);
        }
    };
    (@ $test:expr, $($name:ident)*) => {
        $(
            #[test]
            #[ignore = "hostile"]
            fn $name() -> Verdict {
                $test
            }
        )*
    };
}

sixteen!(endless_stdout, hostile("exec yes 'a line without end'"));
sixteen!(endless_stderr, hostile("yes 'a complaint without end' >&2"));
sixteen!(without_a_line, hostile("exec cat /dev/zero"));
sixteen!(in_small_pieces, hostile("while :; do echo; done"));
sixteen!(a_daemon_with_the_pipes, hostile("sleep 311 & exit 0"));
sixteen!(ends_with_a_daemon, LESSON.check(TEACH, || script("sleep 312 & exit 0").start()?.expect_end(1).map(drop)));
sixteen!(a_daemon_that_left, hostile("env -i setsid sh -c 'sleep 313 & exec setsid sleep 314' & exec sleep 315"));
sixteen!(deaf_to_signals, hostile("trap '' INT TERM HUP; while :; do sleep 316; done"));
sixteen!(killed_with_its_grader, hostile("trap '' INT TERM HUP; while :; do sleep 322; done"));
sixteen!(a_shell_in_between, hostile("sleep 317; echo done"));
sixteen!(many_children, hostile("for n in 1 2 3 4 5 6 7 8 9; do (sleep 318; sleep 319) & done; wait"));
sixteen!(
    a_full_folder,
    hostile("n=0; while [ $n -lt 1000 ]; do n=$((n+1)); : > file-$n; done; mkdir -p a/b; sleep 320")
);
sixteen!(never_the_same, hostile("export C='sleep 0.321; setsid sh -c \"$C\" & exit 0'; eval \"$C\""));

/// A few: each holds two thousand threads.
mod many_threads {
    use super::*;

    #[test]
    #[ignore = "hostile"]
    fn a() -> Verdict {
        LESSON.check(TEACH, || {
            let this = env::current_exe().expect("this program");
            let program = Program::new(this).args(["--ignored", "--exact", "many_threads::threads_without_end"]);
            program.start()?.expect_end(0).map(drop)
        })
    }

    #[test]
    #[ignore = "only a program of the test above"]
    fn threads_without_end() {
        for _ in 0..2000 {
            let _ = thread::Builder::new().spawn(|| thread::sleep(Duration::from_mins(10)));
        }
        thread::sleep(Duration::from_mins(10));
    }
}

/// What a process of this program came to that ran the hostile tests of one kind.
struct Graded {
    output: Output,
    time: Duration,
    peak: u64,
    /// The folder for temporary files.
    folder: PathBuf,
}

fn grade(kind: &str) -> Graded {
    grade_until(kind, |_| false)
}

/// The same; the process is killed when `enough` says so of its number.
fn grade_until(kind: &str, enough: impl Fn(u32) -> bool) -> Graded {
    static COUNT: AtomicU32 = AtomicU32::new(0);
    let number = COUNT.fetch_add(1, Ordering::Relaxed);
    let folder = env::temp_dir().join(format!("hostile-{}-{number}", process::id()));
    fs::create_dir_all(&folder).expect("a folder");
    let mut command = Command::new(env::current_exe().expect("this program"));
    command.args(["--ignored", "--test-threads", "16", "--skip", "threads_without_end", &format!("{kind}::")]);
    command.env("TMPDIR", &folder).env_remove("COURSE_DEADLINE_SECS");
    let began = Instant::now();
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("it starts");
    let status = format!("/proc/{}/status", child.id());
    let mut peak = 0;
    while child.try_wait().expect("the system tells").is_none() {
        let told = fs::read_to_string(&status).unwrap_or_default();
        let line = told.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        let kib = line.and_then(|line| line.trim().strip_suffix("kB")?.trim().parse::<u64>().ok());
        peak = peak.max(kib.unwrap_or(0) << 10);
        if enough(child.id()) {
            child.kill().expect("it can be killed");
        }
        assert!(began.elapsed() < Duration::from_mins(1), "{kind}: no end");
        thread::sleep(Duration::from_millis(2));
    }
    let time = began.elapsed();
    let output = child.wait_with_output().expect("its output");
    Graded { output, time, peak, folder }
}

/// How many processes run this command line, where the system tells.
fn running(command_line: &str) -> usize {
    let wanted = command_line.replace(' ', "\0") + "\0";
    let folders = fs::read_dir("/proc").expect("processes").flatten();
    folders
        .filter(|folder| fs::read(folder.path().join("cmdline")).is_ok_and(|found| found == wanted.as_bytes()))
        .count()
}

fn entries(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).expect("the folder is there").flatten();
    entries.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect()
}

impl Graded {
    /// All tests failed, within the time and the memory, with these words, and nothing is left.
    #[track_caller]
    fn expect(self, words: &str, leavings: &[&str]) {
        self.expect_of(16, words, leavings);
    }

    #[track_caller]
    fn expect_of(self, count: usize, words: &str, leavings: &[&str]) {
        let told = String::from_utf8_lossy(&self.output.stdout).into_owned();
        assert_eq!(told.matches(words).count(), count, "{words:?} in:\n{told}");
        assert!(told.contains(&format!("0 passed; {count} failed")), "{told}");
        assert!(self.peak < MOST_MEMORY, "{} MiB", self.peak >> 20);
        // On a machine that is busy with something else it takes longer, and that is not what is judged here.
        let busy =
            fs::read_to_string("/proc/loadavg").ok().and_then(|load| load.split(' ').next()?.parse::<f64>().ok());
        let cores = f64::from(u32::try_from(thread::available_parallelism().map_or(1, usize::from)).unwrap_or(1));
        let slower = (busy.unwrap_or(0.0) / cores).max(1.0);
        assert!(self.time < LONGEST.mul_f64(slower), "{:?} at {busy:?}", self.time);
        for command_line in leavings {
            assert_eq!(running(command_line), 0, "{command_line}");
        }
        assert_eq!(entries(&self.folder), Vec::<String>::new());
        fs::remove_dir(&self.folder).expect("the folder is empty");
        println!("{words}: {:.1} s, {} MiB", self.time.as_secs_f64(), self.peak >> 20);
    }
}

#[test]
fn output_without_end_is_stopped_with_a_verdict_of_its_own() {
    let graded = grade("endless_stdout");
    graded.expect("MiB to standard output, beginning with\n            a line without end", &[]);
    let graded = grade("endless_stderr");
    graded.expect("MiB to standard error, beginning with\n            a complaint", &[]);
    grade("without_a_line").expect("MiB to standard output, beginning with\n            ␀␀", &[]);
    grade("in_small_pieces").expect("wrote without end: the greeting did not come", &[]);
}

#[test]
fn what_a_program_leaves_behind_is_ended_with_it() {
    type Case = (&'static str, usize, &'static str, &'static [&'static str]);
    let cases: [Case; 9] = [
        ("a_daemon_with_the_pipes", 16, "came      nothing; ", &["sleep 311"]),
        ("ends_with_a_daemon", 16, "it ended with exit status 0", &["sleep 312"]),
        ("a_daemon_that_left", 16, "no more within 2 s", &["sleep 313", "sleep 314", "sleep 315"]),
        ("deaf_to_signals", 16, "no more within 2 s", &["sleep 316"]),
        ("a_shell_in_between", 16, "no more within 2 s", &["sleep 317"]),
        ("many_children", 16, "no more within 2 s", &["sleep 318", "sleep 319"]),
        ("a_full_folder", 16, "no more within 2 s", &["sleep 320"]),
        ("never_the_same", 16, "came      nothing; ", &["sleep 0.321"]),
        ("many_threads", 1, "it is still running after 2 s", &[]),
    ];
    thread::scope(|scope| {
        // Most of them wait.
        for (kind, count, words, leavings) in cases {
            scope.spawn(move || grade(kind).expect_of(count, words, leavings));
        }
    });
}

/// A grader that is killed cannot tidy up: the next one does.
#[cfg(target_os = "linux")]
#[test]
fn what_a_killed_grader_leaves_behind_is_ended_by_the_next() {
    let killed = grade_until("killed_with_its_grader", |_| running("sleep 322") >= 8);
    assert!(running("sleep 322") > 0 && !entries(&killed.folder).is_empty());
    let output = Command::new(env::current_exe().expect("this program"))
        // One that starts nothing that the test above counts at this moment.
        .args(["--ignored", "--exact", "without_a_line::a"])
        .env("TMPDIR", &killed.folder)
        .output()
        .expect("it runs");
    assert!(!output.status.success());
    assert_eq!(running("sleep 322"), 0);
    assert_eq!(entries(&killed.folder), Vec::<String>::new());
}

/// A start that comes to nothing costs its time once, not for each test again.
#[test]
fn servers_that_hang_at_the_start_are_given_up_soon() {
    for (name, hang) in [("sleeps", "exec sleep 600"), ("computes", "while :; do :; done")] {
        let folder = harness::Folder::new().expect("a folder");
        folder.write(name, format!("#!/bin/sh\n{hang}\n")).expect("a script");
        let path = folder.path().join(name);
        let run = Command::new("chmod").arg("+x").arg(&path).status();
        assert!(run.is_ok_and(|status| status.success()));
        let start = move || {
            let path = path.clone();
            let began = Instant::now();
            let told =
                LESSON.check(TEACH, move || Program::new(path).listen().map(drop)).expect_err("no start").to_string();
            assert!(told.contains("came      nothing within"), "{told}");
            began.elapsed()
        };
        // On a machine that is busy with something else, computing takes longer than two seconds, but no more than this.
        assert!(start() < Duration::from_secs(12), "{name}");
        let again: Duration = (0..4).map(|_| start()).sum();
        assert!(again < Duration::from_secs(4), "{name}: {again:?}");
    }
}
