//! `cargo course` on a small course of one lesson, made for each test.

mod fixture;

use std::fs;

use assert_cmd::Command;
use fixture::{CLIENT, Course, EXERCISE, SERVER, STARTER, TESTS, course, generate_lockfile};
use predicates::prelude::*;
use predicates::str::{contains, diff, ends_with, is_empty, starts_with};

#[test]
fn starters_are_derived_from_the_reference() {
    let course = Course::new("derived");
    course.run(&["starters"]).success().stdout(contains("updated lessons/01-greet/src/server.rs\n"));
    assert!(diff(STARTER).eval(&course.read("lessons/01-greet/src/server.rs")));
    let client = CLIENT.replace("    // ANCHOR: ask\n", "").replace("    // ANCHOR_END: ask\n", "");
    assert!(diff(client).eval(&course.read("lessons/01-greet/src/client.rs")));
    let manifest = course.read("lessons/01-greet/Cargo.toml");
    for expected in
        ["\nname = \"lesson-01\"\n", "\nname = \"lesson-01-server\"\n", "\npath = \"../../tests/01_greet.rs\"\n"]
    {
        assert!(manifest.contains(expected), "{manifest}");
    }

    course.run(&["starters"]).success().stdout("all starters are up to date\n");
    course.run(&["starters", "--check"]).success().stdout("all starters are up to date\n");
}

#[test]
fn check_lists_stale_files_and_writes_nothing() {
    let course = Course::new("check");
    course.run(&["starters", "--check"]).failure().code(1).stdout(contains("stale   lessons/01-greet/Cargo.toml\n"));
    assert!(!course.root.join("lessons/01-greet/src").exists());

    course.run(&["starters"]).success();
    let changed = SERVER.replace("println!(\"{}\", greeting())", "print!(\"{}\\n\", greeting())");
    course.write("crates/01-greet/src/server.rs", &changed);
    for args in [&["starters", "--check"][..], &["starters"]] {
        course
            .run(args)
            .failure()
            .code(1)
            .stdout("stale   lessons/01-greet/Cargo.toml\nstale   lessons/01-greet/src/server.rs\n")
            .stderr(contains("cargo course starters NN"));
        assert_eq!(course.read("lessons/01-greet/src/server.rs"), STARTER);
    }

    course.run(&["starters", "1"]).success().stdout(contains("updated lessons/01-greet/src/server.rs\n"));
    course.run(&["starters", "--check"]).success().stdout("all starters are up to date\n");
}

#[test]
fn a_room_with_work_in_it_is_not_overwritten() {
    let course = Course::new("work");
    course.run(&["starters"]).success();
    let server = "lessons/01-greet/src/server.rs";
    let filled = STARTER.replace("todo!(\"gap 1: greet\")", "\"hello\".to_owned()");
    let noted = format!("// How does this work?\n{STARTER}");
    for work in [filled, noted] {
        course.write(server, &work);
        course.run(&["starters", "--check"]).success().stdout("work    lessons/01-greet: not compared\n").stderr("");
        course.run(&["starters"]).success();
        let refusal = contains("lessons/01-greet has work in it").and(contains("--force 01"));
        course.run(&["starters", "1"]).failure().code(1).stderr(refusal);
        assert_eq!(course.read(server), work);
        course.run(&["starters", "--force", "1"]).success().stdout(contains("what was there is kept"));
        assert_eq!(course.read(server), STARTER);
        course.run(&["start", "1", "--undo"]).success();
        assert_eq!(course.read(server), work);
    }
    course.run(&["starters", "--force"]).failure().code(2);
}

/// Whatever else changes: history, file times, and what was built or remembered.
#[test]
fn work_is_told_from_the_starter_of_an_earlier_reference() {
    let course = Course::new("earlier");
    course.run(&["starters"]).success();
    let both = "stale   lessons/01-greet/Cargo.toml\nstale   lessons/01-greet/src/server.rs\n";
    let server = "lessons/01-greet/src/server.rs";
    let changed = SERVER.replace("println!(\"{}\", greeting())", "print!(\"{}\\n\", greeting())");

    course.write("crates/01-greet/src/server.rs", &changed);
    course.run(&["starters", "--check"]).failure().code(1).stdout(both);
    // The work of one does not hide that the course forgot to derive the room.
    course.write(server, &format!("// How does this work?\n{STARTER}"));
    course.run(&["starters", "--check"]).failure().code(1).stdout(both);
    course.run(&["starters", "1"]).failure().stderr(contains("has work in it"));

    course.write("crates/01-greet/src/server.rs", SERVER);
    course.run(&["starters", "--check"]).success().stdout("work    lessons/01-greet: not compared\n");
    course.write(server, STARTER);
    course.run(&["starters", "--check"]).success().stdout("all starters are up to date\n");
}

/// Whether there is a rustfmt. Where `CI` is set it must be there; elsewhere whoever has none can do without.
fn has_rustfmt() -> bool {
    let must = std::env::var_os("CI").is_some_and(|ci| !ci.is_empty());
    // rustup puts a program of this name there too where the component is missing.
    must || Command::new("rustfmt").arg("--version").output().is_ok_and(|output| output.status.success())
}

#[test]
fn starters_are_formatted() {
    if !has_rustfmt() {
        harness::left_out("how starters are laid out", "rustfmt is not installed").unwrap();
        return;
    }
    let course = Course::new("formatted");
    let starter = "starter = \"\"\"\n  let word = todo!(\"gap 1: greet\");\n  word\n\"\"\"\n";
    let gap = "\n[[gap]]\nanchor = \"ask\"\nfile = \"src/client.rs\"\ntask = \"Ask.\"\nhints = [\"1\", \"2\", \"3\"]\n";
    course.write("lessons/01-greet/exercise.toml", &format!("{EXERCISE}{starter}{gap}"));
    course.write(
        "crates/01-greet/src/client.rs",
        &CLIENT.replace("ANCHOR_END: ask\n", "ANCHOR_END: ask\n    println!();\n"),
    );
    course.run(&["starters"]).success();
    let server = course.read("lessons/01-greet/src/server.rs");
    assert!(server.contains("    let word = todo!(\"gap 1: greet\");\n    word\n}\n"), "{server}");
    assert!(course.read("lessons/01-greet/src/client.rs").contains("    todo!(\"gap 2: ask\");\n    println!();\n"));
    for file in ["server.rs", "client.rs"] {
        let file = course.root.join("lessons/01-greet/src").join(file);
        Command::new("rustfmt").args(["--edition", "2024", "--check"]).arg(file).assert().success().stdout(is_empty());
    }
}

#[test]
fn mistakes_in_the_course_name_file_and_line() {
    let exercise = "lessons/01-greet/exercise.toml";
    let server = "crates/01-greet/src/server.rs";
    let cases: [(&str, String, &str); 8] = [
        (
            exercise,
            EXERCISE.replace("\"greet\"", "\"great\""),
            "exercise.toml:4: crates/01-greet/src/server.rs has no anchor `great`",
        ),
        (
            exercise,
            EXERCISE.replace("src/server.rs", "src/client.rs"),
            "exercise.toml:4: crates/01-greet/src/client.rs has no anchor `greet`",
        ),
        (
            exercise,
            EXERCISE.replace("It has", &format!("It{}has", "\n".repeat(7))),
            "exercise.toml:7: the task of `greet` has 9 lines",
        ),
        (exercise, EXERCISE.replace("\"See above.\", ", ""), "exercise.toml:10: `greet` has 2 hints"),
        (exercise, "passes = []\n".to_owned(), "exercise.toml: there is no [[gap]]"),
        (
            server,
            SERVER.replace("ANCHOR: whole", "ANCHOR: greet"),
            "server.rs:9: anchor `greet` is opened twice, first in line 7",
        ),
        (server, SERVER.replace("    // ANCHOR_END: greet\n", ""), "server.rs:9: anchor `greet` is never closed"),
        (
            server,
            SERVER.replace("whole", "ask"),
            "server.rs:7: anchor `ask` is opened twice, first in crates/01-greet/src/client.rs",
        ),
    ];
    let course = Course::new("mistakes");
    for (file, text, expected) in cases {
        let good = course.read(file);
        course.write(file, &text);
        for args in [&["starters"][..], &["starters", "1"], &["starters", "--check"]] {
            course.run(args).failure().code(1).stderr(contains(expected).and(contains(file))).stdout(is_empty());
        }
        course.write(file, &good);
    }
    course.run(&["starters"]).success();
}

#[test]
fn the_table_shows_each_lesson_and_the_next_step() {
    let course = Course::new("table");
    course.run(&["starters"]).success();
    let expected = "\
Words
  01 greet: a greeting  not started

·  0 of 1 solved  · not begun

Next: 01 greet: a greeting
  red       the_server_greets: not started yet
  read      cargo course read 01
  run       cargo run -q --bin greet-server    in terminal 1
            cargo run -q --bin greet-client    in terminal 2
  edit      lessons/01-greet/src/server.rs
  test      cargo course check 01    (or cargo test -p lesson-01)
  hint      cargo course hint 01
  help      cargo course read    how the course works
  next      cargo course read 01    and then cargo course watch 01
";
    self::course().current_dir(course.root.join("lessons/01-greet/src")).assert().success().stdout(diff(expected));

    let (_, next) = expected.split_once("Next: ").unwrap();
    let only = next.replace("a greeting\n", "a greeting, not started\n");
    let without_help = |line: &&str| !line.starts_with("  help");
    let only: String = only.split_inclusive('\n').filter(without_help).collect();
    course.run(&["1"]).success().stdout(diff(only));
    course
        .run(&["2"])
        .failure()
        .code(1)
        .stderr(contains("error: no lesson `2`; there are 01-greet: name one by its number, such as 01\n"));
    course.run(&["hnit"]).failure().code(1).stderr(contains("no command and no lesson `hnit`; did you mean"));
    course.run(&["chek", "1"]).failure().code(2).stderr(starts_with("error: no command and no lesson `chek`; "));
}

#[test]
fn the_arguments_of_a_client_stand_in_its_command() {
    let course = Course::new("arguments");
    course.write("lessons/01-greet/exercise.toml", &format!("client = \"http://localhost:12345/\"\n{EXERCISE}"));
    course.run(&["starters"]).success();
    let command = "cargo run -q --bin greet-client http://localhost:12345/\n            in terminal 2\n";
    course.run(&[]).success().stdout(contains(command));
}

#[test]
fn the_other_end_of_a_lesson_with_one_program_stands_in_its_command() {
    let course = Course::new("partner");
    course.write("lessons/01-greet/exercise.toml", &format!("partner = \"other-server\"\n{EXERCISE}"));
    course.run(&["starters"]).success();
    let commands =
        "  run       cargo run -q --bin other-server    in terminal 1\n            cargo run -q --bin greet-client ";
    course.run(&[]).success().stdout(contains(commands));
}

#[cfg(unix)]
#[test]
fn whatever_lies_in_a_room_the_table_is_shown() {
    use std::os::unix::ffi::OsStrExt;

    let course = Course::new("odd");
    course.run(&["starters"]).success();
    let room = course.root.join("lessons/01-greet");
    std::os::unix::fs::symlink("nowhere", room.join("link")).unwrap();
    fs::write(room.join(std::ffi::OsStr::from_bytes(b"\xff.txt")), "a").unwrap();
    course.run(&[]).success().stdout(contains("a greeting  not started\n"));

    let server = room.join("src/server.rs");
    fs::remove_file(&server).unwrap();
    let back = "`cargo course start 01` begins the lesson anew";
    course.run(&["hint", "1"]).failure().code(1).stderr(contains("No such file").and(contains(back)));
    fs::write(&server, b"fn main() { \xff }").unwrap();
    course.run(&["hint", "1"]).failure().code(1).stderr(contains("UTF-8").and(contains(back)));
}

#[test]
fn the_table_runs_the_tests_of_a_changed_lesson_once() {
    let course = Course::new("changed");
    course.run(&["starters"]).success();
    // The lesson's tests start its programs by name, as the harness does.
    let own = r#"std::env::var("COURSE_PROGRAMS").unwrap_or_else(|_| {
        let tests = std::env::current_exe().unwrap();
        let folder = tests.parent().unwrap().parent().unwrap();
        folder.join(env!("CARGO_PKG_NAME")).display().to_string()
    })"#;
    course.write("tests/01_greet.rs", &TESTS.replace("std::env::var(\"COURSE_PROGRAMS\").unwrap()", own));
    generate_lockfile(&course);
    let server = "lessons/01-greet/src/server.rs";

    course.write(server, &STARTER.replace("todo!(\"gap 1: greet\")", "\"hello\\nyou\".to_owned()"));
    course
        .run(&[])
        .success()
        .stdout(contains("a greeting  1 of 3 tests pass\n").and(contains("  red       the_server_greets: thread ")))
        .stderr(starts_with("running the tests of lesson-01\n"));
    course.run(&[]).success().stdout(contains("a greeting  1 of 3 tests pass\n")).stderr(is_empty());
    // Every gap is filled: the hint is for the one whose test is red.
    for args in [&["hint"][..], &["hint", "1"]] {
        course.run(args).success().stdout(contains("Gap 1 of 1: greet in lessons/01-greet/src/server.rs\n"));
    }

    course.write(server, &STARTER.replace("todo!(\"gap 1: greet\")", "hello"));
    course.run(&[]).success().stdout(contains("a greeting  does not compile\n"));

    course.write(server, &STARTER.replace("todo!(\"gap 1: greet\")", "\"hello\".to_owned()"));
    course.run(&[]).success().stdout(contains("  solved\n").and(contains("\nEvery lesson is solved.\n")));
}

#[test]
fn hints_come_one_by_one() {
    let course = Course::new("hints");
    course.run(&["starters"]).success();
    let first = "Gap 1 of 1: greet in lessons/01-greet/src/server.rs\n\nHint 1 of 3:\n    Which word?\n\n\
                 One more: cargo course hint 01 1\n";
    course.run(&["hint", "1"]).success().stdout(diff(first));
    course.run(&["hint", "01", "greet"]).success().stdout(contains("    See above.\n").and(contains("…").not()));
    for _ in 0..2 {
        course.run(&["hint", "greet", "1"]).success().stdout(
            contains("Hint 3 of 3:\n    \"…\".to_owned()\n").and(ends_with("cargo course solution 01 --anyway\n")),
        );
    }
    course.run(&["hint", "1", "2"]).failure().code(1).stderr(contains("no gap `2`"));
    course.write("lessons/01-greet/src/server.rs", "");
    course.run(&["hint", "1"]).failure().code(1).stderr(contains("cargo course hint 01 1"));
}

#[test]
fn a_gap_is_open_as_long_as_its_code_is_the_starters() {
    let course = Course::new("open");
    let file = "lessons/01-greet/src/server.rs";
    for (code, filled) in [("String::new()", "\"hello\".to_owned()"), ("", "let word = \"hello\";")] {
        course.write("lessons/01-greet/exercise.toml", &format!("{EXERCISE}starter = '{code}'\n"));
        course.run(&["starters"]);
        course.run(&["starters", "--force", "1"]).success();
        course.run(&["hint", "1"]).success().stdout(starts_with("Gap 1 of 1: greet in "));
        let starter = course.read(file);
        let task = "    // It has five letters.\n";
        let before = if code.is_empty() { task.to_owned() } else { format!("{task}    {code}\n") };
        assert!(starter.contains(&before), "{starter}");
        course.write(file, &starter.replace(task, &format!("{task}    // Five.\n\n")));
        course.run(&["hint", "1"]).success();
        for now in [
            format!("{task}    {filled}\n    {code}\n"),
            format!("{task}    {filled}\n"),
            format!("    {filled}\n"),
            format!("    {filled}\n    {code}\n"),
        ] {
            course.write(file, &starter.replace(&before, &now));
            course.run(&["hint", "1"]).failure().code(1).stderr(contains("every gap of lesson 01 is filled"));
        }
        let plain = starter.lines().filter(|line| !line.contains("    //")).collect::<Vec<_>>().join("\n");
        course.write(file, &plain);
        let asked = course.run(&["hint", "1"]);
        if code.is_empty() {
            asked.failure()
        } else {
            asked.success()
        };
    }
}

#[test]
fn a_wrong_place_or_lesson_is_one_line_of_error() {
    let one_line = || predicates::function::function(|text: &str| text.lines().count() == 1);
    let outside = std::env::temp_dir();
    let error = contains("no Cargo.toml with [workspace] here or above").and(one_line());
    course().current_dir(outside).assert().failure().code(1).stderr(error);

    let course = Course::new("place");
    for command in ["starters", "prove", "hint"] {
        let error = contains("no lesson `9`; there are 01-greet").and(one_line());
        course.run(&[command, "9"]).failure().code(1).stderr(error);
    }
}

#[cfg(target_os = "linux")]
#[test]
fn an_output_that_cannot_be_written_is_one_line_of_error() {
    let course = Course::new("output");
    let full = || fs::File::options().write(true).open("/dev/full").unwrap();
    let run = |command: &mut std::process::Command| command.current_dir(&course.root).output().unwrap();
    let tool = || std::process::Command::new(env!("CARGO_BIN_EXE_course"));

    let said = run(tool().arg("starters").stdout(full()));
    assert_eq!(said.status.code(), Some(1));
    let error = String::from_utf8_lossy(&said.stderr).into_owned();
    assert!(error.starts_with("error: cannot write to standard output: ") && error.lines().count() == 1, "{error}");

    assert_eq!(run(tool().args(["hint", "9"]).stderr(full())).status.code(), Some(1));

    let (reader, closed) = std::io::pipe().unwrap();
    drop(reader);
    assert_eq!(run(tool().arg("starters").stdout(closed)).status.code(), Some(0));
}

#[test]
fn the_proof_compares_each_variant_with_what_it_says() {
    let course = Course::new("proof");
    let solution =
        |fails: &str, code: &str| format!("//! A solution.\n{fails}\n// ANCHOR: greet\n{code}\n// ANCHOR_END: greet\n");
    let wrong = |name: &str, fails: &str, code: &str| {
        let fails: String = fails.split_whitespace().flat_map(|name| ["//! fails: ", name, "\n"]).collect();
        course.write(&format!("tests/wrong/01-greet/{name}.rs"), &solution(&fails, code));
    };
    wrong("bye", "the_server_greets", "\"bye\".to_owned()");
    wrong("claims-too-much", "the_server_greets the_server_says_one_line", "\"bye\".to_owned()");
    wrong("claims-too-little", "the_server_greets", "\"bye\\nbye\".to_owned()");
    wrong("claims-nothing", "", "\"bye\".to_owned()");
    wrong("does-not-compile", "the_server_greets", "bye");
    wrong("unknown-test", "the_server_greats the_server_greets", "\"bye\".to_owned()");
    course.write("tests/right/01-greet/other.rs", &solution("", "format!(\"hel{}\", \"lo\")"));
    course.write("tests/right/01-greet/folder/server.rs", "fn main() {\n    println!(\"hello\");\n}\n");
    course.write("tests/right/01-greet/third.rs", &solution("", "String::from(\"hello\")"));
    course.run(&["starters"]).success();
    generate_lockfile(&course);

    let stdout = course.run(&["prove"]).failure().code(1).get_output().stdout.clone();
    let stdout = String::from_utf8(stdout).unwrap();
    let lines: Vec<&str> = stdout.lines().filter(|line| !line.starts_with("       ")).collect();
    let expected = [
        "ok   01-greet bank                     6 wrong, 3 right",
        "ok   01-greet gaps                     1 gap",
        "ok   01-greet shares                   of 9 lines: guided 11 %, build 11 %; 0 of them given at build, 11 % of the others written",
        "ok   01-greet starter                  fails 2 of 3",
        "ok   01-greet gaps/1-of-1              passes all 3",
        "ok   01-greet build/starter            fails 2 of 3",
        "ok   01-greet build/filled             passes all 3",
        "ok   01-greet empty/starter            fails 3 of 3",
        "ok   01-greet reference                passes all 3",
        "ok   01-greet wrong/bye                fails 1 of 3",
        "FAIL 01-greet wrong/claims-nothing     cannot be read",
        "FAIL 01-greet wrong/does-not-compile   does not compile",
        "ok   01-greet right/folder             passes all 3",
        "ok   01-greet right/other              passes all 3",
        "ok   01-greet right/third              passes all 3",
        // What was not as it should be is repeated at the end.
        "FAIL 01-greet wrong/claims-too-little  fails 2 of 3",
        "FAIL 01-greet wrong/claims-too-much    fails 1 of 3",
        "FAIL 01-greet wrong/unknown-test       fails 1 of 3",
        "13 passed, 5 failed",
    ];
    assert!(diff(expected.join("\n")).eval(&lines.join("\n")), "{stdout}");
    for detail in [
        "       should pass: the_server_says_one_line\n",
        "       should fail: the_server_says_one_line\n",
        "       there is no test the_server_greats\n",
        "cannot find value `bye`",
        "claims-nothing.rs: a wrong solution has at least one line `//! fails: test_name`",
    ] {
        assert!(stdout.contains(detail), "{stdout}");
    }

    // What compiled before and does not now, or warns now, is not taken for what it was.
    wrong("bye", "the_server_greets", "bye");
    let warns = "starter = 'Ok::<(), ()>(()); todo!(\"gap 1: greet\")'\n";
    course.write("lessons/01-greet/exercise.toml", &format!("{EXERCISE}{warns}"));
    fs::remove_file(course.root.join("tests/right/01-greet/third.rs")).unwrap();
    course
        .run(&["prove", "1", "--jobs", "1"])
        .failure()
        .stdout(contains("FAIL 01-greet wrong/bye                does not compile\n"))
        .stdout(contains("FAIL 01-greet starter                  compiles with warnings\n"))
        .stdout(contains("FAIL 01-greet bank                     6 wrong, 2 right\n"))
        .stdout(ends_with("\n9 passed, 8 failed\n"));
}

#[test]
fn what_was_proved_is_proved_again_when_something_in_it_changes() {
    let course = Course::new("proved");
    let solution = |fails: &str, code: &str| {
        format!("//! A solution.\n//!\n{fails}\n// ANCHOR: greet\n    {code}\n// ANCHOR_END: greet\n")
    };
    for name in ["one", "two", "three", "four", "five", "six"] {
        let wrong = solution("//! fails: the_server_greets\n", "\"bye\".to_owned()");
        course.write(&format!("tests/wrong/01-greet/{name}.rs"), &wrong);
    }
    for (name, code) in
        [("a", "format!(\"hel{}\", \"lo\")"), ("b", "\"hello\".to_owned()"), ("c", "String::from(\"hello\")")]
    {
        course.write(&format!("tests/right/01-greet/{name}.rs"), &solution("", code));
    }
    course.run(&["starters"]).success();
    generate_lockfile(&course);
    let changed = || course.run(&["prove", "--changed"]);
    let holds = "same 01-greet: proved as it is; cargo course prove 01 does so again\n0 passed, 0 failed\n";

    changed().success().stdout(ends_with("\n18 passed, 0 failed\n"));
    changed().success().stdout(holds);
    // What was refuted is not proved, however often one asks.
    let wrong = "tests/wrong/01-greet/one.rs";
    let text = course.read(wrong);
    course.write(wrong, &text.replace("bye", "hello"));
    for _ in 0..2 {
        changed().failure().stdout(ends_with("\n17 passed, 1 failed\n"));
    }
    course.write(wrong, &text);
    let server = "crates/01-greet/src/server.rs";
    course.write(server, &format!("{}// As before.\n", course.read(server)));
    course.run(&["starters", "1"]).success();
    changed().success().stdout(ends_with("\n18 passed, 0 failed\n"));
    changed().success().stdout(holds);
}

#[test]
fn a_step_that_nobody_can_learn_is_not_proved() {
    let course = Course::new("no-room");
    fs::remove_file(course.root.join("lessons/01-greet/exercise.toml")).unwrap();
    course
        .run(&["prove"])
        .failure()
        .code(1)
        .stdout(contains("lessons/01-greet/exercise.toml").and(ends_with("\n0 passed, 1 failed\n")));
}

const REQUIREMENTS: &str = "id\trfc\tsection\tlevel\trole\tarea\trequirement
9110-9.1-get-head\t9110\t9.1\tMUST\tserver\tmethods\tGET and HEAD are supported.
9112-3.2-host-missing-400\t9112\t3.2\tMUST\tserver\thost\tAn HTTP/1.1 request without Host gets 400.
9112-9.8-server-alert\t9112\t9.8\tMUST\tserver\tconnection\tIf https: the server tries to exchange closure alerts ahead of closing.
";

const SECTIONS: &str =
    "rfc\tsection\ttitle\n9110\t9.1\tOverview\n9112\t3.2\tRequest Target\n9112\t9.8\tTLS Connection Closure\n";

const REASONS: &str = r#"[[reason]]
why = "The server does not speak TLS."
near = ["crates/01-greet/tests/heads.rs::a_host_is_needed"]
rows = ["9112-9.8-server-alert"]
"#;

const CLAIMS: &str = "
/// proves: 9110-9.1-get-head
/// Both of them.
#[cfg(unix)]
#[test]
fn pages_are_got() {}

/// proves: 9112-3.2-host-missing-400
/// proves: 9110-9.1-get-head
#[test]
fn a_host_is_needed() {}
";

impl Course {
    /// A course with three requirements, and tests that prove two of them.
    fn with_requirements(name: &str) -> Self {
        let course = Self::new(name);
        course.write("tests/requirements/table.tsv", REQUIREMENTS);
        course.write("tests/requirements/sections.tsv", SECTIONS);
        course.write("tests/requirements/reasons.toml", REASONS);
        course.write("crates/01-greet/tests/heads.rs", CLAIMS);
        course
    }

    /// What the check finds, when the page is up to date.
    fn requirement_errors(&self) -> String {
        self.run(&["requirements"]);
        let output = self.run(&["requirements", "--check"]).failure().get_output().stderr.clone();
        String::from_utf8(output).unwrap()
    }
}

#[test]
fn requirements_become_a_page_of_the_book() {
    let course = Course::with_requirements("requirements");
    course.run(&["requirements", "--check"]).failure().stderr(contains("run `cargo course requirements`"));
    course
        .run(&["requirements"])
        .success()
        .stdout("book/src/requirements.md\n3 requirements: 2 proved, 1 not applicable\n");
    course
        .run(&["requirements", "--check"])
        .success()
        .stdout("3 requirements: 2 proved, 1 not applicable\n")
        .stderr("");
    let page = course.read("book/src/requirements.md");
    for text in [
        "| MUST | 3 | 2 | 1 |\n",
        "## RFC 9112\n",
        "<summary>3.2 Request Target: proved</summary>",
        "*Proved by* `pages_are_got`, `a_host_is_needed` (crates/01-greet/tests/heads.rs)\n",
        "*Does not apply:* The server does not speak TLS. See `a_host_is_needed` (crates/01-greet/tests/heads.rs)\n",
    ] {
        assert!(page.contains(text), "{text:?} is not in\n{page}");
    }
    course.write("crates/01-greet/tests/heads.rs", &CLAIMS.replace("pages_are_got", "pages_are_fetched"));
    course.run(&["requirements", "--check"]).failure().stderr(contains("run `cargo course requirements`"));
}

#[test]
fn requirements_without_a_proof_or_a_reason_are_found() {
    let course = Course::with_requirements("requirements-open");
    let claims = |text: &str| {
        course.write("crates/01-greet/tests/heads.rs", text);
        course.requirement_errors()
    };
    let errors = claims(&CLAIMS.replace("/// proves: 9112-3.2-host-missing-400\n", ""));
    assert_eq!(errors.lines().count(), 2, "{errors}");
    assert!(errors.contains("table.tsv:3: 9112-3.2-host-missing-400 has no test"), "{errors}");

    let errors = claims(&CLAIMS.replace("9112-3.2-host-missing-400", "9112-3.2-host-mising-400"));
    assert!(
        errors.contains("heads.rs:8: tests/requirements/table.tsv has no row 9112-3.2-host-mising-400"),
        "{errors}"
    );

    let errors = claims(&CLAIMS.replace("9112-3.2-host-missing-400", "9112-9.8-server-alert"));
    assert!(errors.contains("reasons.toml:4: 9112-9.8-server-alert is proved too"), "{errors}");

    let errors = claims(&CLAIMS.replace("a_host_is_needed", "a_host_is_required"));
    assert!(errors.contains("reasons.toml:3: no test crates/01-greet/tests/heads.rs::a_host_is_needed"), "{errors}");
}

#[test]
fn proofs_that_are_none_are_found() {
    let course = Course::with_requirements("requirements-false");
    let claim = |text: &str| {
        course.write("crates/01-greet/tests/more.rs", text);
        course.requirement_errors()
    };
    let id = "/// proves: 9110-9.1-get-head\n";
    for (text, found) in [
        (format!("{id}fn helper() {{}}\n"), "more.rs:1: helper is no #[test]"),
        (format!("{id}#[test]\n#[ignore]\nfn a() {{}}\n"), "more.rs:1: a is ignored"),
        (format!("{id}#[ignore = \"slow\"]\n#[test]\nfn a() {{}}\n"), "a is ignored"),
        (format!("{id}#[cfg(windows)]\n#[test]\nfn a() {{}}\n"), "a is ignored or left out"),
        (format!("{id}#[cfg_attr(unix, ignore)]\n#[test]\nfn a() {{}}\n"), "a is ignored"),
        (format!("#![cfg(feature = \"x\")]\n\n{id}#[test]\nfn a() {{}}\n"), "more.rs:3: a is ignored or left out"),
        (format!("{id}\n#[test]\nfn a() {{}}\n"), "more.rs:1: this stands on no test"),
        (format!("{id}struct A;\n"), "more.rs:1: this stands on no test"),
        (format!("mod x {{\n    {id}    #[test]\n    fn a() {{}}\n}}\n"), "more.rs:2: write `/// proves: ID` at the"),
        ("//! proves: 9110-9.1-get-head\n".to_owned(), "more.rs:1: write `/// proves: ID`"),
        ("// proves: 9110-9.1-get-head\n#[test]\nfn a() {}\n".to_owned(), "more.rs:1: write `/// proves: ID`"),
        (format!("{id}{id}#[test]\nfn a() {{}}\n"), "more.rs:2: this test proves that already"),
        ("/// proves: 9110-9.1-get-head too\n#[test]\nfn a() {}\n".to_owned(), "has no row 9110-9.1-get-head too"),
    ] {
        let errors = claim(&text);
        assert!(errors.contains(found), "{text}: {errors}");
    }
    course.write("crates/01-greet/tests/more.rs", "");
    course.write("crates/01-greet/src/server.rs", &format!("{id}#[test]\nfn a() {{}}\n"));
    assert!(course.requirement_errors().contains("src/server.rs:1: nobody reads `proves:` here"));
}

#[test]
fn only_servers_of_http_are_measured() {
    let course = Course::new("bench");
    course.run(&["bench", "1"]).failure().code(1).stderr("error: lesson 01 has no server of HTTP; 06 to 14 have one\n");
    course.run(&["bench", "9"]).failure().code(1).stderr(contains("lesson"));
}
