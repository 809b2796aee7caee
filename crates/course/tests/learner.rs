//! What a learner does with `cargo course` beside being graded: hints, starting over.

mod fixture;

use std::env::consts::EXE_SUFFIX;
use std::fs;

use fixture::{CLIENT, Course, EXERCISE, MANIFEST, SERVER, STARTER, WORKSPACE, generate_lockfile};
use predicates::prelude::*;
use predicates::str::{contains, diff, ends_with, starts_with};

const ROOM: &str = "lessons/01-greet/src/server.rs";
const SOLVED: &str = "fn main() {\n    println!(\"hello\");\n}\n";

/// A course with a second lesson, which is the first one under another name.
fn two_lessons(name: &str) -> Course {
    let course = Course::new(name);
    add_lesson(&course, "02", "bow");
    course
}

fn add_lesson(course: &Course, number: &str, name: &str) {
    let manifest = MANIFEST.replace("greet", name).replace("01_", &format!("{number}_"));
    course.write(&format!("crates/{number}-{name}/Cargo.toml"), &manifest);
    course.write(&format!("crates/{number}-{name}/src/server.rs"), SERVER);
    course.write(&format!("crates/{number}-{name}/src/client.rs"), CLIENT);
    course.write(&format!("lessons/{number}-{name}/exercise.toml"), EXERCISE);
    course.write(&format!("tests/{number}_{name}.rs"), "");
    course.run(&["starters"]).success();
}

/// The folders in which copies of a lesson's work are kept.
fn kept(course: &Course, lesson: &str) -> Vec<String> {
    let folder = course.root.join(".course/kept").join(lesson);
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let names = entries.map(|entry| entry.file_name().into_string().unwrap());
    let mut names: Vec<String> = names.filter(|name| !name.starts_with('.')).collect();
    names.sort();
    names
}

#[test]
fn a_lesson_is_started_over_and_brought_back() {
    let course = Course::new("start");
    course.run(&["starters"]).success();
    course.run(&["start", "1"]).success().stdout("lessons/01-greet is a fresh starter already\n");
    course
        .run(&["start", "1", "--undo"])
        .failure()
        .code(1)
        .stderr(contains("nothing was kept of lesson 01; it is kept"));
    assert!(kept(&course, "greet").is_empty());

    course.write(ROOM, SOLVED);
    course.write("lessons/01-greet/src/more/mine.rs", "// Mine.\n");
    course.write("lessons/01-greet/notes.md", "Mine too.\n");
    course
        .run(&["start", "lesson-01"])
        .success()
        .stdout(starts_with("lessons/01-greet is a fresh starter\nwhat was there is kept in .course/kept/greet/2"))
        .stdout(ends_with("\n`cargo course start 01 --undo` brings it back\n").and(contains("\n").count(3)));
    assert_eq!(course.read(ROOM), STARTER);
    assert!(!course.root.join("lessons/01-greet/src/more").exists());
    assert_eq!(course.read("lessons/01-greet/notes.md"), "Mine too.\n");
    course.run(&["starters", "--check"]).success();
    let copies = kept(&course, "greet");
    assert_eq!(copies.len(), 1, "{copies:?}");
    assert_eq!(course.read(&format!(".course/kept/greet/{}/src/more/mine.rs", copies[0])), "// Mine.\n");

    course.run(&["start", "01", "--undo"]).success().stdout(starts_with("lessons/01-greet is as it was kept in "));
    assert_eq!(course.read(ROOM), SOLVED);
    assert_eq!(course.read("lessons/01-greet/src/more/mine.rs"), "// Mine.\n");
    course.run(&["start", "01", "--undo"]).success().stdout(ends_with(" already\n"));
    assert_eq!(course.read(ROOM), SOLVED);
}

#[test]
fn a_lesson_is_written_at_the_depth_that_is_asked_for() {
    let course = Course::new("depths");
    course.run(&["starters"]).success();
    course.write(ROOM, SOLVED);
    course
        .run(&["start", "1", "--build"])
        .success()
        .stdout(starts_with("lessons/01-greet is a fresh starter at the depth build: 1 function to write\nwhat was"));
    let stub = course.read(ROOM);
    assert!(stub.contains("fn greeting() -> String {\n    todo!(\"greeting\")\n}\n"), "{stub}");
    assert!(stub.contains("println!(\"{}\", greeting());") && !stub.contains("GAP"), "{stub}");
    assert!(course.read("lessons/01-greet/Cargo.toml").contains("\n# Depth: build.\n"));
    course.run(&["starters", "--check"]).failure().code(1).stdout(starts_with("depth   lessons/01-greet: build; "));
    course.run(&["hint", "1"]).failure().code(1).stderr(contains("at the depth build, which has no gaps"));
    course.run(&["hint", "1", "1"]).success().stdout(contains("Which word?"));

    course.run(&["start", "1", "--empty"]).success().stdout(contains("at the depth empty: everything to write\n"));
    let server = course.read(ROOM);
    for line in ["//! It greets.\n", "//! It says one line.\n", "fn main() {\n    todo!(\"the server\")\n}\n"] {
        assert!(server.contains(line), "{line}\n{server}");
    }
    assert!(course.read("lessons/01-greet/src/client.rs").contains("stands in src/server.rs"), "{server}");

    // What was kept comes back, and no starter of another depth.
    for depth in ["--build", "--empty"] {
        course.run(&["start", "1", depth]).success();
        course.run(&["start", "1", "--undo"]).success();
        assert_eq!(course.read(ROOM), SOLVED, "{depth}");
    }
    assert_eq!(kept(&course, "greet").len(), 1);
    course.run(&["start", "1", "--build", "--empty"]).failure().code(2);
}

#[test]
fn what_is_left_to_write_is_named_at_the_build_depth() {
    let course = Course::new("functions");
    course.run(&["starters"]).success();
    fixture::generate_lockfile(&course);
    course.run(&["start", "1", "--build"]).success();
    let left = "functions: 0 of 1 written\n  1 greeting is open  lessons/01-greet/src/server.rs:12\n";
    course.run(&["check", "1"]).failure().code(1).stdout(contains(left));
    course.write(ROOM, SOLVED);
    course.run(&["check", "1"]).success().stdout(contains("functions: 1 of 1 written\n"));
}

#[test]
fn a_program_is_run_by_its_lesson_and_role() {
    let course = Course::new("run");
    course.run(&["starters"]).success();
    fixture::generate_lockfile(&course);
    course.run(&["run", "1", "server"]).success().stdout("hello\n");
    course.run(&["run", "greet", "client", "--", "--any"]).success().stdout("who is there?\n");
    course.write(ROOM, "fn main() {\n    println!(\"mine\");\n}\n");
    course.run(&["run", "1", "server", "--mine"]).success().stdout("mine\n");
    course.write(ROOM, "fn main() {\n    println!(mine);\n}\n");
    course
        .run(&["run", "1", "server", "--mine"])
        .failure()
        .code(1)
        .stderr(contains("lesson-01-server does not compile"));
    course.run(&["run", "1"]).failure().code(2);
    course.run(&["stack"]).failure().code(1).stderr(contains("no lesson stands on another"));
}

#[test]
fn bringing_back_keeps_what_was_written_since() {
    let course = Course::new("start-twice");
    course.run(&["starters"]).success();
    course.write(ROOM, SOLVED);
    course.run(&["start", "1"]).success();
    let second = SOLVED.replace("hello", "bye");
    course.write(ROOM, &second);
    course.run(&["start", "1", "--undo"]).success().stdout(contains("the same command brings it back\n"));
    assert_eq!(course.read(ROOM), SOLVED);
    course.run(&["start", "1", "--undo"]).success();
    assert_eq!(course.read(ROOM), second);
    course.run(&["start", "1"]).success();
    assert_eq!(course.read(ROOM), STARTER);
    assert_eq!(kept(&course, "greet").len(), 2, "the same work is not kept twice");
}

#[test]
fn kept_work_and_hints_go_by_the_name_of_a_lesson() {
    let course = two_lessons("renumbered");
    let server = |folder: &str| format!("lessons/{folder}/src/server.rs");
    course.write(&server("02-bow"), SOLVED);
    course.write("target/course/hints.json", "{\"02-bow/greet\": 2}");
    course.run(&["start", "2"]).success();
    for folder in ["crates", "lessons"] {
        fs::rename(course.root.join(folder).join("02-bow"), course.root.join(folder).join("07-bow")).unwrap();
    }
    fs::rename(course.root.join("tests/02_bow.rs"), course.root.join("tests/07_bow.rs")).unwrap();
    course.run(&["hint", "bow", "1"]).success().stdout(contains("Hint 3 of 3"));
    course.run(&["start", "7", "--undo"]).success();
    assert_eq!(course.read(&server("07-bow")), SOLVED);
    assert!(course.read("lessons/07-bow/Cargo.toml").contains("name = \"lesson-07\""));
}

#[cfg(unix)]
#[test]
fn a_start_that_is_killed_loses_nothing() {
    use std::process::{Command, Stdio};
    use std::thread;
    use std::time::Duration;

    let course = Course::new("killed");
    course.run(&["starters"]).success();
    let many: Vec<String> = (0..12).map(|number| format!("lessons/01-greet/src/more/m{number}.rs")).collect();
    let mut killed = 0;
    for round in 0..30 {
        let text = format!("// Round {round}.\n");
        course.write(ROOM, &text);
        for file in &many {
            course.write(file, &text);
        }
        let mut start = Command::new(env!("CARGO_BIN_EXE_course"))
            .args(["start", "1"])
            .current_dir(&course.root)
            .stdout(Stdio::null())
            .spawn()
            .unwrap();
        thread::sleep(Duration::from_micros(700 * round));
        start.kill().unwrap();
        killed += u32::from(!start.wait().unwrap().success());

        course.run(&["start", "1"]).success();
        assert_eq!(course.read(ROOM), STARTER, "round {round}");
        course.run(&["start", "1", "--undo"]).success();
        assert_eq!(course.read(ROOM), text, "round {round}");
        assert!(many.iter().all(|file| course.read(file) == text), "round {round}");
    }
    assert!(killed > 0, "no start was killed");
}

#[test]
fn every_command_takes_and_names_the_same_next_lesson() {
    let course = two_lessons("next");
    add_lesson(&course, "03", "nod");
    course.write("tests/01_greet.rs", "#[test]\nfn good() {}\n");
    fixture::generate_lockfile(&course);
    let at = |gap: &str| starts_with(format!("You are at lesson {gap}.\n\nGap 1 of 1: greet in lessons/"));
    let next = |lesson: &str| contains(format!("\nNext: {lesson}\n"));
    course.run(&["hint"]).success().stdout(at("01 greet"));
    course.run(&[]).success().stdout(next("01 greet: a greeting"));

    // Filled, and not graded yet.
    let hello = STARTER.replace("todo!(\"gap 1: greet\")", "\"hello\".to_owned()");
    course.write(ROOM, &hello);
    let filled = "You are at lesson 01 greet, and every gap of it is filled.\nGrade it: cargo course check 01\n";
    course.run(&["hint"]).success().stdout(starts_with(filled));
    let graded = course.run(&["check"]).success();
    graded.stderr(starts_with("grading lesson 01 greet, where you are\n")).stdout(
        contains("\nnext: every test passes; go on with `cargo course 02`\n")
            .and(contains("`cargo course solution 01`")),
    );
    course.run(&[]).success().stdout(contains("  solved\n").and(next("02 bow"))).stderr("");
    course.run(&["hint"]).success().stdout(at("02 bow"));

    // Who goes on elsewhere is not sent back there.
    course.write("lessons/02-bow/src/server.rs", &hello);
    course.run(&["check", "2"]).success().stdout(contains("go on with `cargo course 03`\n"));
    course.run(&["1"]).success().stdout(contains("  next      cargo course 03\n"));
    course.run(&["hint"]).success().stdout(at("03 nod"));

    // What does not compile is in work, whether a gap is left in it or not.
    for broken in [STARTER.replace("todo!", "todo"), hello.replace("\"hello\"", "hello")] {
        course.write(ROOM, &broken);
        course.run(&["hint"]).success().stdout(starts_with("You are at lesson 01 greet"));
        let graded = course.run(&["check"]).failure().code(1);
        graded.stderr(starts_with("grading lesson 01 greet")).stdout(contains("does not compile"));
        course.run(&[]).success().stdout(next("01 greet: a greeting"));
        course.run(&["2"]).success().stdout(contains("  next      cargo course 01\n"));
        course.run(&["hint"]).success().stdout(starts_with("You are at lesson 01 greet"));
    }

    course.write(ROOM, &hello);
    course.write("lessons/03-nod/src/server.rs", &hello);
    course.run(&["check"]).success();
    course.run(&["check"]).success().stdout(contains("\nnext: every test of every lesson passes\n"));
    course.run(&["hint"]).failure().code(1).stderr(contains("every lesson is solved; name a lesson and a gap"));
    course.run(&["check"]).failure().code(2).stderr(contains("every lesson is solved; name one"));
    course.run(&[]).success().stdout(contains("Every lesson is solved.\n"));
}

#[test]
fn a_hint_fits_the_terminal() {
    let course = Course::new("narrow-hint");
    course
        .write("lessons/01-greet/exercise.toml", &EXERCISE.replace("Which word?", "Which word of five letters is it?"));
    course.run(&["starters"]).success();
    let hint = fixture::course().args(["hint", "1"]).env("COLUMNS", "24").current_dir(&course.root).assert();
    hint.success().stdout(contains("\n    Which word of five\n    letters is it?\n"));
}

#[test]
fn a_lesson_is_named_as_people_name_it() {
    let course = Course::new("words");
    course.run(&["starters"]).success();
    let only = contains("01 greet: a greeting, not started\n");
    for word in ["1", "01", "greet", "01-greet", "lesson-01", "lessons/01-greet", "tests/01_greet.rs"] {
        course.run(&[word]).success().stdout(only.clone());
    }
    let help = diff(
        "error: no command and no lesson `hnit`; did you mean `cargo course hint`? `cargo course --help` shows the \
         commands\n",
    );
    course.run(&["hnit"]).failure().code(1).stderr(help);
    course.run(&["wach", "1"]).failure().code(2).stderr(contains("did you mean `cargo course watch`?"));
    course.run(&["xyzzy"]).failure().code(1).stderr(contains("did you mean").not());
}

#[test]
fn what_was_written_in_another_order_or_does_not_go_together_is_said() {
    let course = Course::new("misread");
    course.run(&["starters"]).success();
    let order = "the lesson comes first, and then which of its programs: cargo course run 03 server\n";
    course.run(&["run", "server", "03"]).failure().code(2).stderr(ends_with(order));
    course.run(&["run", "client"]).failure().code(2).stderr(ends_with("cargo course run NN client\n"));
    let both = contains("'--empty'").and(contains("'--build'")).and(contains("cannot be used with"));
    course.run(&["start", "1", "--empty", "--build"]).failure().code(2).stderr(both);
}

#[test]
fn a_room_that_is_away_is_told_of_with_the_way_to_get_it_back() {
    let course = two_lessons("away");
    fs::remove_dir_all(course.root.join("lessons/02-bow")).unwrap();
    let away = "the room of lesson 02, lessons/02-bow, is not there: `git checkout lessons/02-bow` brings it";
    for args in [&["start", "2"][..], &["watch", "bow"], &["hint", "02-bow"], &["2"]] {
        course.run(args).failure().code(1).stderr(starts_with(format!("error: {away}")));
    }
    course.run(&["check", "02"]).failure().code(2).stderr(contains(away));
    let all = course.run(&[]).success();
    let text = String::from_utf8_lossy(&all.get_output().stdout).replace('\n', " ");
    assert!(text.split_whitespace().collect::<Vec<_>>().join(" ").contains(away), "{text}");
}

#[test]
fn the_pages_of_the_book_are_named_where_somebody_looks_for_them() {
    let course = with_chapter("pages");
    course.write("book/src/manners.md", "# Manners\n");
    let pages = contains("no lesson `nope`; there are 01-greet")
        .and(ends_with("of the book: introduction, manners, programs\n"));
    course.run(&["read", "nope"]).failure().code(1).stderr(pages);
    let help = course.run(&["read", "--help"]).success();
    let help = String::from_utf8_lossy(&help.get_output().stdout).into_owned();
    let book = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../book/src");
    for file in fs::read_dir(book).unwrap() {
        let name = file.unwrap().file_name().into_string().unwrap();
        let page = name.strip_suffix(".md").filter(|page| !page.starts_with(|c: char| c.is_ascii_digit()));
        if let Some(page) = page.filter(|page| *page != "SUMMARY") {
            assert!(help.contains(page), "{page}: {help}");
        }
    }
}

#[test]
fn a_solved_lesson_names_the_next_one_and_asks_for_its_last_line() {
    let course = two_lessons("after");
    let harmless =
        course.read("tests/01_greet.rs").replace("std::env::var(\"COURSE_PROGRAMS\").unwrap()", "String::new()");
    let harmless = harmless.split("#[test]").next().unwrap().to_owned() + "#[test]\nfn good() {}\n";
    course.write("tests/01_greet.rs", &harmless);
    fixture::generate_lockfile(&course);
    let hello = STARTER.replace("todo!(\"gap 1: greet\")", "\"hello\".to_owned()");
    course.write(ROOM, &hello);
    let last_line = "lessons/01-greet/src/server.rs still has its lines `#![allow(…)]`: every gap is\n\
                     filled, take them out\n";
    course.run(&[]).success().stdout(contains("  solved\n").and(contains("Next: 02 bow")).and(ends_with(last_line)));
    let next = contains("  compare   cargo course solution 01\n  next      cargo course 02\n");
    course.run(&["1"]).success().stdout(next.and(ends_with(last_line)));

    let (docs, rest) = hello.split_once("// Remove").unwrap();
    course.write(ROOM, &format!("{docs}{}", rest.split_once("pedantic)]").unwrap().1));
    course.run(&[]).success().stdout(contains("  solved\n").and(contains("allow").not()));
    course
        .run(&["2"])
        .success()
        .stdout(contains("  next      cargo course read 02    and then cargo course watch 02\n"));
}

const CHAPTER: &str = "# 01 greet: a greeting

A sentence of *many* words, which no narrow terminal shows on one line of `cargo course`, is wrapped.

```rust,ignore
{{#include ../../crates/01-greet/src/server.rs:greet}}
```

![Two people who greet each other](figures/01-greet.svg)

## What a greeting isn't

A farewell.

## Explain

1. Why?

<details><summary>Answer</summary>

Because of *manners*.

</details>

2. When?

<details><summary>Answer</summary>

In the morning.

</details>
";

fn with_chapter(name: &str) -> Course {
    let course = Course::new(name);
    course.write("book/src/01-greet.md", CHAPTER);
    course.write("book/src/introduction.md", "# How to use this course\n\nRead.\n");
    course
}

/// What `cargo course read` prints in a terminal of this many columns.
fn read(course: &Course, columns: &str, args: &[&str]) -> String {
    let mut command = fixture::course();
    command.arg("read").args(args).env("COLUMNS", columns).current_dir(&course.root);
    String::from_utf8(command.assert().success().get_output().stdout.clone()).unwrap()
}

#[test]
fn a_chapter_is_wrapped_to_the_width_of_the_terminal() {
    let course = with_chapter("read");
    let expected = "# 01 greet: a greeting

A sentence of many words, which no
narrow terminal shows on one line of
`cargo course`, is wrapped.

        \"hello\".to_owned()

[Figure: Two people who greet each other
(book/src/figures/01-greet.svg)]

## What a greeting isn't

A farewell.

## Explain

1. Why?

[Answer: `cargo course read 01 --answer
1`]

2. When?

[Answer: `cargo course read 01 --answer
2`]
";
    let expected =
        expected.replace("[Answer: `cargo course read 01 --answer\n", "[Answer:\n`cargo course read 01 --answer ");
    assert_eq!(read(&course, "40", &["1"]), expected);
    for columns in ["24", "55", "80", "200"] {
        let text = read(&course, columns, &["1"]);
        let most = columns.parse::<usize>().unwrap().clamp(32, 100);
        assert!(text.lines().all(|line| line.chars().count() <= most), "{columns}: {text}");
    }
    let piped = fixture::course().args(["read", "1"]).env_remove("COLUMNS").current_dir(&course.root).assert();
    piped.stdout(contains("\nA sentence of many words, which no narrow terminal shows on one line of\n"));
    for page in [&["read"][..], &["read", "introduction"]] {
        course.run(page).success().stdout("# How to use this course\n\nRead.\n");
    }
    course
        .run(&["read", "../../Cargo"])
        .failure()
        .code(1)
        .stderr(contains("no lesson `../../Cargo`; there are 01-greet"));
}

#[test]
fn a_chapter_has_colours_only_where_they_are_wanted() {
    let course = with_chapter("colours");
    let coloured = read(&course, "80", &["1", "--color", "always"]);
    assert!(coloured.contains("\u{1b}[1m\u{1b}[33m# 01 greet: a greeting\u{1b}[0m\n"), "{coloured:?}");
    assert!(coloured.contains("\u{1b}[36mcargo course\u{1b}[0m"), "{coloured:?}");
    for when in ["auto", "never"] {
        assert!(!read(&course, "80", &["1", "--color", when]).contains('\u{1b}'), "{when}");
    }
    let markdown = read(&course, "40", &["1", "--markdown"]);
    assert!(markdown.contains("A sentence of *many* words, which no narrow terminal shows on one line"), "{markdown}");
    assert!(markdown.contains("```rust,ignore\n    \"hello\".to_owned()\n```\n"), "{markdown}");
}

#[test]
fn the_answers_are_found_by_the_command_that_a_chapter_names() {
    let course = with_chapter("answers");
    assert_eq!(read(&course, "80", &["1", "--answer", "1"]), "1. Answer\n\nBecause of manners.\n");
    let both = "1. Answer\n\nBecause of manners.\n\n2. Answer\n\nIn the morning.\n";
    assert_eq!(read(&course, "80", &["1", "--answers"]), both);
    let none = "it has 2: cargo course read 01 --answers shows them\n";
    course.run(&["read", "1", "--answer", "3"]).failure().code(1).stderr(ends_with(none));
    assert!(read(&course, "80", &["--answers"]).contains("introduction.md folds nothing away."));
}

#[test]
fn a_section_is_read_by_words_of_its_heading() {
    let course = with_chapter("section");
    let expected = "## What a greeting isn't\n\nA farewell.\n";
    assert_eq!(read(&course, "80", &["1", "what", "a", "greeting"]), expected);
    assert_eq!(read(&course, "80", &["1", "What a greeting isn't"]), expected);
    course
        .run(&["read", "1", "welcome"])
        .failure()
        .code(1)
        .stderr(starts_with("error: no heading has `welcome`; cargo course read 01 has these, write some words"))
        .stderr(ends_with("\n  Explain\n"));
}

/// What a command prints in a terminal of its own, with the line ends of files.
#[cfg(target_os = "linux")]
fn in_a_terminal(course: &Course, command: &str, environment: &[(&str, &str)]) -> Option<String> {
    let mut script = std::process::Command::new("script");
    script.args(["--quiet", "--return", "--command", command, "/dev/null"]).current_dir(&course.root);
    script.env_remove("NO_COLOR").env_remove("COLUMNS").env_remove("LESS").env("TERM", "xterm");
    script.envs(environment.iter().copied()).stdin(std::process::Stdio::null());
    match script.output() {
        Ok(output) => Some(String::from_utf8_lossy(&output.stdout).replace("\r\n", "\n")),
        Err(error) => {
            assert!(std::env::var_os("CI").is_none(), "script, which makes a terminal, must be there: {error}");
            eprintln!("skipped: script, which makes a terminal, is not installed");
            None
        }
    }
}

#[cfg(target_os = "linux")]
#[test]
fn on_a_terminal_a_chapter_goes_through_a_pager() {
    let course = with_chapter("pager");
    let program = env!("CARGO_BIN_EXE_course");
    let read = format!("stty rows 24 cols 40; '{program}' read 1");
    let pager = ("PAGER", "sed 's/^/paged: /'");
    let Some(shown) = in_a_terminal(&course, &read, &[pager]) else { return };
    assert!(shown.starts_with("paged: \u{1b}[1m\u{1b}[33m# 01 greet"), "{shown:?}");
    assert!(shown.contains("paged: A sentence of \u{1b}[3mmany\u{1b}[0m words, which no\npaged: narrow"), "{shown:?}");

    let direct = in_a_terminal(&course, &format!("{read} --no-pager"), &[pager, ("NO_COLOR", "1")]).unwrap();
    assert!(direct.starts_with("# 01 greet: a greeting\n\nA sentence of many words, which no\n"), "{direct:?}");
    // A pager that is not there, that is none, that has options, or that knows other options than it is given loses nothing.
    for pager in ["no-such-pager-here", "", " ", "cat", "cat -u", "cat | cat", "cat --no-such-option", "false"] {
        let shown = in_a_terminal(&course, &read, &[("PAGER", pager), ("NO_COLOR", "1")]).unwrap();
        assert!(shown.contains("# 01 greet: a greeting\n") && shown.ends_with("2`]\n"), "{pager}: {shown:?}");
    }
    assert_eq!(in_a_terminal(&course, &read, &[("PAGER", "true")]).unwrap(), "");
    // Where there is no less either.
    let bare = course.root.join("bare");
    fs::create_dir_all(&bare).unwrap();
    let path = std::env::var_os("PATH").unwrap();
    for tool in ["sh", "stty"] {
        let found = std::env::split_paths(&path).map(|folder| folder.join(tool)).find(|path| path.exists());
        std::os::unix::fs::symlink(found.unwrap(), bare.join(tool)).unwrap();
    }
    let read = format!("unset PAGER; PATH='{}'; export PATH; {read}", bare.display());
    let shown = in_a_terminal(&course, &read, &[("NO_COLOR", "1")]).unwrap();
    assert!(shown.starts_with("# 01 greet: a greeting\n") && shown.ends_with("2`]\n"), "{shown:?}");
    let every =
        in_a_terminal(&course, &format!("'{program}' read 1 --color always"), &[("PAGER", "cat"), ("NO_COLOR", "1")]);
    assert!(every.unwrap().contains('\u{1b}'));
}

#[cfg(target_os = "linux")]
#[test]
fn help_and_errors_fit_the_terminal() {
    let course = with_chapter("fits");
    let program = env!("CARGO_BIN_EXE_course");
    for number in 2..9 {
        let folder = format!("lessons/{number:02}-a-rather-long-name");
        fs::create_dir_all(course.root.join(folder)).unwrap();
    }
    let commands =
        ["--help", "check --help", "grade --help", "read --help", "12", "chek 01", "read 01 welcome", "hint a b c"];
    for command in commands {
        for columns in [80, 60] {
            let line = format!("stty rows 24 cols {columns}; '{program}' {command}");
            let Some(shown) = in_a_terminal(&course, &line, &[]) else { return };
            let longest = shown.lines().max_by_key(|line| line.chars().count()).unwrap_or_default();
            assert!(longest.chars().count() <= columns, "{command}: {longest}\n{shown}");
            assert!(shown.lines().count() > 1 || shown.contains("chek"), "{shown}");
        }
    }
}

/// The commands `cargo course …` in a text, without what stands after them on their line.
fn commands(text: &str) -> Vec<Vec<String>> {
    let pieces = text.lines().flat_map(|line| if line.contains('`') { line.split('`').collect() } else { vec![line] });
    let commands = pieces.filter_map(|piece| piece.strip_prefix("cargo course"));
    commands.map(|rest| words(rest.split(['#', ',', '"', '|']).next().unwrap_or(""))).collect()
}

/// The words of a command, as a shell takes them; what is in quotes is one.
fn words(command: &str) -> Vec<String> {
    let parts = command.split('\'').enumerate();
    let words = |(index, part): (usize, &str)| {
        if index % 2 == 1 { vec![part.to_owned()] } else { part.split_whitespace().map(str::to_owned).collect() }
    };
    parts.flat_map(words).collect()
}

#[test]
fn the_commands_of_the_guides_are_understood() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let help = fixture::course().arg("--help").assert().success().get_output().stdout.clone();
    let help = String::from_utf8(help).unwrap();
    let pages = ["README.md", "CONTRIBUTING.md", "book/src/introduction.md", "book/src/companion.md"];
    let mut guides = pages.map(str::to_owned).to_vec();
    let lessons = fs::read_dir(root.join("lessons")).unwrap().flatten();
    guides.extend(lessons.map(|lesson| format!("lessons/{}/README.md", lesson.file_name().display())));
    for guide in guides {
        let found = commands(&fs::read_to_string(root.join(&guide)).unwrap());
        assert!(!found.is_empty(), "{guide}");
        for words in found {
            let first = words.first().map_or("", String::as_str);
            let is_known = first.is_empty() || first.starts_with("lesson-") || first.parse::<u8>().is_ok();
            assert!(is_known || help.contains(&format!("\n  {first} ")), "{guide}: no command `cargo course {first}`");
            // Options are looked at before the help is shown.
            fixture::course().args(&words).arg("--help").assert().success();
        }
    }
}

#[test]
fn the_solution_is_shown_beside_what_was_written_when_that_is_solved() {
    let course = Course::new("solution");
    course.run(&["starters"]).success();
    generate_lockfile(&course);
    let room = "lessons/01-greet/src/server.rs";
    let refused = "error: lesson 01 is not solved yet (not started): `cargo course hint 01` helps; `cargo course solution 01 \
                   --anyway` shows the course's solution all the same\n";
    course.run(&["solution", "1"]).failure().code(1).stdout("").stderr(refused);
    let anyway = contains("-     todo!(\"gap 1: greet\")\n").and(contains("+     \"hello\".to_owned()\n"));
    course.run(&["solution", "1", "--anyway"]).success().stdout(anyway);

    course.write(room, &SERVER_WRITTEN.replace("HELLO", "\"hello\".to_string()"));
    let text = course.run(&["solution", "1"]).success().get_output().stdout.clone();
    let expected = "- is yours, + is the course's\n\nlessons/01-greet/src/server.rs\n  }\n  \n  fn greeting() -> String {\n\
                    -     \"hello\".to_string()\n              ^^^^^^^^^\n+     \"hello\".to_owned()\n              ^^^^^^^^\n  }\n\n\
                    1 file is as the course has it\n";
    assert_eq!(String::from_utf8(text).unwrap(), expected);
}

const SERVER_WRITTEN: &str =
    "//! Greets.\n\nfn main() {\n    println!(\"{}\", greeting());\n}\n\nfn greeting() -> String {\n    HELLO\n}\n";

#[test]
fn the_doctor_says_what_is_missing_what_that_costs_and_where_it_comes_from() {
    let course = Course::new("doctor");
    course.write("Cargo.toml", &format!("{WORKSPACE}\n[workspace.package]\nrust-version = \"1.0\"\n"));
    let rustc = std::env::var_os("PATH").and_then(|paths| {
        std::env::split_paths(&paths)
            .map(|folder| folder.join(format!("rustc{EXE_SUFFIX}")))
            .find(|path| path.is_file())
    });
    let bare = |rustc: &std::path::Path| {
        let mut command = fixture::course();
        command
            .arg("doctor")
            .env("PATH", "")
            .env_remove("EDITOR")
            .env_remove("VISUAL")
            .env("RUSTC", rustc)
            .env("COLUMNS", "100")
            .current_dir(&course.root);
        command.assert()
    };
    let missing = contains("missing  git\n         without it: `cargo course update` takes a newer edition only from a folder\n         get it: ")
        .and(contains("missing  curl\n"))
        .and(contains("missing  python3\n").and(contains("missing  nginx\n")))
        .and(contains("missing  an editor that the course knows\n").and(contains("name one: EDITOR=nano cargo course watch\n")))
        .and(contains("Everything is there").not())
        .and(contains("; 1.0 is needed\n"));
    // Where programs for Windows run on another system, the compiler is that system's.
    if let Some(rustc) = rustc {
        bare(&rustc).success().stdout(missing);
    }
    let nothing = contains("missing  Rust 1.0\n         without it: nothing compiles\n");
    bare(&course.root.join("no-compiler")).failure().code(1).stdout(nothing);
}

/// JSON without the comments that editors allow in it: each stands on a line of its own.
fn without_comments(text: &str) -> String {
    text.lines().filter(|line| !line.trim_start().starts_with("//")).collect()
}

#[test]
fn the_container_has_what_the_course_needs() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let text = fs::read_to_string(root.join(".devcontainer/devcontainer.json")).unwrap();
    let container: serde_json::Value = serde_json::from_str(&without_comments(&text)).unwrap();
    assert_eq!(container["image"], "rust:1", "the toolchain comes with it");
    assert_eq!(container["forwardPorts"], serde_json::json!([12345]));
    assert_eq!(container["containerEnv"]["LANG"], "C.UTF-8");
    assert!(text.starts_with("// ") && text.contains("What has not been tried:"));
    // The commands that it runs are there: cargo would refuse others.
    for command in ["onCreateCommand", "postCreateCommand"] {
        let line = container[command].as_str().unwrap();
        assert!(line.contains("cargo fetch --locked") || line == "cargo course doctor", "{line}");
    }
    assert!(root.join("Cargo.lock").is_file());
}
