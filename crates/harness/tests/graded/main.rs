//! A file of graded tests, as a learner, `cargo course` and other programs that run tests see it. What is looked at here is
//! this program itself, run once more with the tests that are left out otherwise.

#![allow(clippy::unnecessary_wraps, reason = "a graded test returns a verdict")]

use std::env;
use std::fs;
use std::path::Path;
use std::process::{Command, Output};
use std::sync::{Condvar, Mutex};
use std::time::Duration;

use harness::{Failure, Lesson, Teach, Verdict, test};

const LESSON: Lesson = Lesson::new("lesson-99", "lessons/99-example");

harness::main!(LESSON);

/// The tests that are looked at, in the order of this file.
const SPECIMENS: [&str; 5] = ["z_takes_its_time", "y_passes", "x_is_wrong", "w_panics", "v_is_wrong_too"];

/// Whether the second one has passed.
static HAS_PASSED: (Mutex<bool>, Condvar) = (Mutex::new(false), Condvar::new());

/// For how many milliseconds the first one waits for that.
const PATIENCE: &str = "HARNESS_SPECIMEN_MILLIS";

fn is_wrong(wrong: &'static str) -> Verdict {
    LESSON.check(Teach { wrong, why: "It is made to.", book: "Nowhere" }, || Err(Failure::wrong()))
}

/// Waits for the next test to pass: it needs one that runs at the same time, and ends after it.
#[test]
#[ignore = "another test runs it"]
fn z_takes_its_time() -> Verdict {
    let patience = env::var(PATIENCE).map_or(10_000, |millis| millis.parse().expect("a number"));
    let passed = HAS_PASSED.0.lock().expect("a lock");
    let wait = HAS_PASSED.1.wait_timeout_while(passed, Duration::from_millis(patience), |passed| !*passed);
    if *wait.expect("a lock").0 { Ok(()) } else { Err(Failure::no_answer()) }
}

#[test]
#[ignore = "another test runs it"]
fn y_passes() -> Verdict {
    *HAS_PASSED.0.lock().expect("a lock") = true;
    HAS_PASSED.1.notify_all();
    Ok(())
}

#[test]
#[ignore = "fails; another test runs it"]
fn x_is_wrong() -> Verdict {
    is_wrong("this was wrong")
}

#[test]
#[ignore = "fails; another test runs it"]
fn w_panics() -> Verdict {
    LESSON.check(Teach { wrong: "this panicked", why: "It is made to.", book: "Nowhere" }, || panic!("on purpose"))
}

#[test]
#[ignore = "fails; another test runs it"]
fn v_is_wrong_too() -> Verdict {
    is_wrong("this was wrong too")
}

fn command(arguments: &[&str]) -> Command {
    let mut command = Command::new(env::current_exe().expect("this program"));
    command.args(arguments).env("RUST_TEST_THREADS", "4").env("COLUMNS", "80").env_remove("RUST_BACKTRACE");
    command
}

fn run(arguments: &[&str]) -> Output {
    command(arguments).output().expect("this program runs")
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

/// What stays the same from run to run.
fn without_time(text: &str) -> String {
    match text.split_once("; finished in ") {
        Some((before, after)) => format!("{before}{}", after.split_once('s').map_or("", |(_, rest)| rest)),
        None => text.to_owned(),
    }
}

#[test]
fn a_learner_reads_a_line_for_each_test_in_order_then_the_first_failure() -> Verdict {
    let output = run(&["--ignored"]);
    assert_eq!(
        without_time(&said(&output)),
        format!(
            "\nrunning 5 tests\n\
             ok         z_takes_its_time\n\
             ok         y_passes\n\
             wrong      x_is_wrong\n\
             failed     w_panics\n\
             wrong      v_is_wrong_too\n\
             \nfirst failure: x_is_wrong\n\
             \nwrong: this was wrong\n  why       It is made to.\n  book      cargo course read 99, \"Nowhere\"\n\
             \nall failures in full: cargo test -p lesson-99 -- --format pretty\n\
             \ntest result: FAILED. 2 passed; 3 failed; 7 filtered out\n\
             next: mend the first failure, then `cargo test -p lesson-99`\n\n"
        )
    );
    assert_eq!((output.status.code(), &*output.stderr), (Some(101), &b""[..]));
    Ok(())
}

#[test]
fn a_program_reads_what_rusts_own_tests_say() -> Verdict {
    let output = run(&["--ignored", "--format", "pretty"]);
    let said = without_time(&said(&output));
    let lines = "\nrunning 5 tests\ntest z_takes_its_time ... ok\ntest y_passes ... ok\ntest x_is_wrong ... FAILED\n\
                 test w_panics ... FAILED\ntest v_is_wrong_too ... FAILED\n\nfailures:\n\n\
                 ---- x_is_wrong stdout ----\nError: wrong: this was wrong\n  why       It is made to.\n";
    assert!(said.starts_with(lines), "{said}");
    assert!(said.contains("\n---- w_panics stdout ----\nthread 'w_panics' panicked at "), "{said}");
    assert!(
        said.contains(":\non purpose\n\n---- v_is_wrong_too stdout ----\nError: wrong: this was wrong too\n"),
        "{said}"
    );
    let end = "\n\nfailures:\n    x_is_wrong\n    w_panics\n    v_is_wrong_too\n\n\
               test result: FAILED. 2 passed; 3 failed; 0 ignored; 0 measured; 7 filtered out\n\n";
    assert!(said.ends_with(end), "{said}");
    assert_eq!((output.status.code(), &*output.stderr), (Some(101), &b""[..]));
    let short = self::said(&run(&["--ignored", "--format=terse"]));
    assert!(short.starts_with("\nrunning 5 tests\n..FFF\n\nfailures:\n"), "{short}");
    Ok(())
}

#[test]
fn tests_are_named_in_the_order_of_the_file() -> Verdict {
    let lines = SPECIMENS.map(|name| name.to_owned() + ": test\n").concat();
    assert_eq!(said(&run(&["--list", "--ignored"])), format!("{lines}\n5 tests, 0 benchmarks\n"));
    assert_eq!(said(&run(&["--list", "--format", "terse", "--ignored"])), lines);
    let all = said(&run(&["--list", "--format", "terse"]));
    assert!(
        all.starts_with(&lines) && all.ends_with("tests_are_marked_with_the_attribute_of_the_harness: test\n"),
        "{all}"
    );
    Ok(())
}

#[test]
fn one_test_is_run_by_its_name() -> Verdict {
    let output = run(&["--exact", "y_passes", "--nocapture", "--include-ignored"]);
    let said = said(&output);
    assert!(
        said.starts_with("\nrunning 1 test\nok         y_passes\n\ntest result: ok. 1 passed; 0 failed;"),
        "{said}"
    );
    assert_eq!(output.status.code(), Some(0));
    let output = run(&["w_pan", "--nocapture", "--ignored"]);
    let complained = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(complained.contains("thread 'w_panics'") && complained.contains("on purpose"), "{complained}");
    let skipped = self::said(&run(&["--ignored", "--quiet", "--skip", "wrong", "--skip", "panics"]));
    assert_eq!(without_time(&skipped), "\nrunning 2 tests\n\ntest result: ok. 2 passed; 0 failed; 10 filtered out\n\n");
    let none = self::said(&run(&["no_such_test"]));
    assert!(
        none.ends_with("\nnext: no test was run; `cargo test -p lesson-99 -- --list` names them all\n\n"),
        "{none}"
    );
    Ok(())
}

#[test]
fn tests_run_at_the_same_time_and_are_shown_in_their_order() -> Verdict {
    let two = ["--exact", "z_takes_its_time", "y_passes", "--ignored", "--test-threads"];
    let output = run(&[&two[..], &["2"]].concat());
    assert!(said(&output).contains("\nok         z_takes_its_time\nok         y_passes\n"), "{output:?}");
    let output = command(&[&two[..], &["1"]].concat()).env(PATIENCE, "100").output().expect("this program runs");
    assert!(said(&output).contains("\nno answer  z_takes_its_time\nok         y_passes\n"), "{output:?}");
    Ok(())
}

#[test]
fn what_is_no_argument_is_an_error() -> Verdict {
    let output = run(&["--no-such-option"]);
    assert_eq!(
        String::from_utf8_lossy(&output.stderr),
        "error: invalid option '--no-such-option'; --help shows the options\n"
    );
    assert_eq!((output.status.code(), &*output.stdout), (Some(101), &b""[..]));
    assert!(said(&run(&["--help"])).starts_with("Usage: cargo test -p lesson-NN -- "));
    Ok(())
}

/// Whether the tests of a file, if it has any, are marked with what it imports from the harness.
fn marks_its_tests(text: &str) -> bool {
    let imports = text.split("\nuse harness::").skip(1).filter_map(|rest| Some(rest.split_once(';')?.0));
    let mut names = imports.flat_map(|names| names.trim_matches(['{', '}']).split(','));
    !text.contains("\n#[test]\n") || names.any(|name| name.trim() == "test")
}

/// A `#[test]` of Rust's own is no test where a file has a main function, and nobody would miss it.
#[test]
fn tests_are_marked_with_the_attribute_of_the_harness() -> Verdict {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let mut count = 0;
    for entry in fs::read_dir(root.join("tests")).expect("the tests").flatten() {
        let file = entry.file_name().to_string_lossy().into_owned();
        let Some(stem) = file.strip_suffix(".rs") else { continue };
        let text = fs::read_to_string(entry.path()).expect("a file of tests");
        assert!(marks_its_tests(&text), "tests/{file} wants `use harness::{{…, test}};`");
        assert!(text.contains("\nharness::main!(LESSON"), "tests/{file} wants `harness::main!(LESSON);`");
        for part in fs::read_dir(root.join("tests").join(stem)).into_iter().flatten().flatten() {
            let text = fs::read_to_string(part.path()).expect("a part of a file of tests");
            assert!(marks_its_tests(&text), "{} wants `use harness::test;`", part.path().display());
        }
        let manifest = root.join("crates").join(stem.replace('_', "-")).join("Cargo.toml");
        let manifest = fs::read_to_string(manifest).expect("a manifest");
        let target = format!("path = \"../../tests/{file}\"\nharness = false\n");
        assert!(manifest.contains(&target), "the manifest for tests/{file} wants `harness = false`");
        count += 1;
    }
    assert!(count > 10, "only {count} files of graded tests were found");
    Ok(())
}
