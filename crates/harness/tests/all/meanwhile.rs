//! A long run shows its failures as they happen. What is looked at here is this program itself, run once more.

use std::io::{BufRead, BufReader, Read};
use std::process::{Command, Stdio};
use std::sync::mpsc;
use std::thread;
use std::time::{Duration, Instant};

use harness::{Failure, Lesson, Teach, Verdict};

const LESSON: Lesson = Lesson::new("lesson-99", "lessons/99-example").shown_meanwhile();

fn fails(wrong: &'static str) -> Verdict {
    LESSON.check(Teach { wrong, why: "It is made to.", book: "Nowhere" }, || Err(Failure::wrong()))
}

#[test]
#[ignore = "fails; another test runs it"]
fn fails_at_once() -> Verdict {
    fails("this failed at once")
}

/// Goes on until its standard input is closed.
#[test]
#[ignore = "fails; another test runs it"]
fn fails_later() -> Verdict {
    let _ = std::io::stdin().read(&mut [0]);
    fails("this failed later")
}

fn run(tests: &[&str]) -> Command {
    let mut command = Command::new(std::env::current_exe().expect("this program"));
    command.args(["--ignored", "--exact", "--test-threads", "2"]).args(tests);
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

#[test]
fn a_failure_is_shown_while_other_tests_go_on() {
    let mut child = run(&["meanwhile::fails_at_once", "meanwhile::fails_later"]).spawn().expect("it starts");
    let stdin = child.stdin.take();
    let stderr = BufReader::new(child.stderr.take().expect("a pipe"));
    let (tell, told) = mpsc::channel();
    thread::spawn(move || stderr.lines().map_while(Result::ok).try_for_each(|line| tell.send(line)));
    let mut lines = Vec::new();
    while !lines.iter().any(|line: &String| line.contains("Nowhere")) {
        lines.push(told.recv_timeout(Duration::from_secs(20)).expect("the failure, while the other test goes on"));
    }
    assert!(lines.contains(&"---- meanwhile::fails_at_once ----".to_owned()), "{lines:?}");
    assert!(lines.contains(&"wrong: this failed at once".to_owned()), "{lines:?}");
    drop(stdin);
    let output = child.wait_with_output().expect("it ends");
    let said = String::from_utf8_lossy(&output.stdout);
    // All of it stands in what `cargo test` shows at the end.
    for wrong in ["Error: wrong: this failed at once\n", "Error: wrong: this failed later\n"] {
        assert_eq!(said.matches(wrong).count(), 1, "{said}");
    }
}

#[test]
fn a_short_run_shows_its_failures_at_the_end_only() {
    let begun = Instant::now();
    let output = run(&["meanwhile::fails_at_once"]).output().expect("it runs");
    if begun.elapsed() < Duration::from_secs(3) {
        assert_eq!(String::from_utf8_lossy(&output.stderr), "");
    }
    assert!(String::from_utf8_lossy(&output.stdout).contains("Error: wrong: this failed at once\n"));
}
