//! Programs that are given stand in for graded tests only. This one is none: it is run once more, with one given.

use std::env;
use std::process::Command;

use harness::Lesson;

const LESSON: Lesson = Lesson::new("lesson-99", "lessons/99-example");

#[test]
fn a_test_that_is_not_graded_looks_at_the_packages_own_programs() {
    let mut test = Command::new(env::current_exe().expect("this program"));
    test.args(["--ignored", "--exact", "given::specimen", "--nocapture"]).env("COURSE_SERVER", "sh -c 'echo given'");
    test.env("CARGO_BIN_EXE_lesson-99-server", "no-folder/lesson-99-server");
    let output = test.output().expect("this program runs");
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(output.status.success() && said.contains("1 passed"), "{said}");
}

#[test]
#[ignore = "a specimen"]
fn specimen() {
    // Nobody has built it, and that is what the harness says.
    let failure = LESSON.server().start().err().map(|failure| failure.in_columns(200)).unwrap_or_default();
    assert!(failure.contains("lesson-99-server"), "{failure:?}");
}
