//! What `cargo course` knows of a learner, where it keeps it, and how it says where they are.

mod fixture;

use std::fs;
use std::path::Path;

use fixture::{Course, STARTER};
use predicates::prelude::*;
use predicates::str::{contains, ends_with, is_empty, starts_with};

const ROOM: &str = "lessons/01-greet/src/server.rs";
const PROGRESS: &str = ".course/progress";

fn filled(with: &str) -> String {
    STARTER.replace("todo!(\"gap 1: greet\")", with)
}

/// A course that can be graded.
fn course(name: &str) -> Course {
    let course = Course::new(name);
    course.run(&["starters"]).success();
    fixture::generate_lockfile(&course);
    course
}

fn printed(course: &Course, variables: &[(&str, &str)]) -> String {
    let mut command = fixture::course();
    command.current_dir(&course.root).envs(variables.iter().copied());
    String::from_utf8(command.assert().success().get_output().stdout.clone()).unwrap()
}

/// The lines that say this.
fn facts(course: &Course, beginning: &str) -> Vec<String> {
    course.read(PROGRESS).lines().filter(|line| line.starts_with(beginning)).map(str::to_owned).collect()
}

#[test]
fn results_are_kept_as_text_by_the_names_of_lessons() {
    let course = course("kept-as-text");
    course.write(ROOM, &filled("\"hello\\nyou\".to_owned()"));
    course.run(&["check", "1"]).failure().code(1);
    let graded = facts(&course, "graded greet ");
    assert!(graded.len() == 1 && graded[0].contains(" 1 of 3 the_server_greets "), "{graded:?}");
    course.write(ROOM, &filled("\"hello\".to_owned()"));
    course.run(&["check", "1"]).success();
    course.run(&["hint", "1", "1"]).success();
    assert_eq!(facts(&course, "solved "), ["solved greet guided"]);
    assert_eq!(facts(&course, "hint "), ["hint greet/greet 1"]);
    assert!(facts(&course, "graded ")[0].ends_with(" solved") && facts(&course, "graded ").len() == 1);

    // What `cargo clean` removes is found again without a test; so is what this edition does not know.
    fs::remove_dir_all(course.root.join("target")).ok();
    let text = course.read(PROGRESS);
    fs::write(course.root.join(PROGRESS), format!("{text}of a later edition\r\n\nsolved greet deeper\n")).unwrap();
    course.run(&[]).success().stdout(contains("a greeting  solved\n").and(contains("●  1 of 1 solved"))).stderr("");
    course.run(&["hint", "1", "1"]).success().stdout(contains("Hint 2 of 3"));
    let after = course.read(PROGRESS);
    assert!(after.contains("\nof a later edition\r\n\nsolved greet deeper\n"), "{after}");
    assert!(after.contains("\nhint greet/greet 2\n"), "{after}");

    // Deleted, it costs nothing but the time to grade again.
    fs::remove_dir_all(course.root.join(".course")).unwrap();
    let anew = course.run(&[]).success();
    anew.stdout(contains("a greeting  solved\n")).stderr(starts_with("running the tests of lesson-01\n"));
    assert_eq!(facts(&course, "solved "), ["solved greet guided"]);
}

#[test]
fn what_was_solved_at_one_depth_stays_so_at_another() {
    let course = course("solved-depths");
    course.write(ROOM, &filled("\"hello\".to_owned()"));
    course.run(&["check", "1"]).success();
    course.run(&["start", "1", "--build"]).success();
    let text = printed(&course, &[]);
    assert!(text.contains("  01 greet: a greeting  not started, build; solved guided\n"), "{text}");
    assert!(text.contains("\n●  1 of 1 solved  ● solved\n"), "{text}");
    assert!(text.contains("\nNext: 01 greet: a greeting (build)\n"), "{text}");

    course.write(ROOM, "fn main() {\n    println!(\"good day\");\n}\n");
    course.run(&["check", "1"]).failure().code(1);
    let text = printed(&course, &[]);
    assert!(text.contains("\n□  1 of 1 solved  □ in work, build\n"), "{text}");
    let next = "\n  next      cargo course watch 01    grades it at every save\n";
    assert!(text.contains("\n  red       the_server_greets: ") && text.contains(next), "{text}");

    course.write(ROOM, "fn main() {\n    println!(\"hello\");\n}\n");
    course.run(&["check", "1"]).success();
    let text = printed(&course, &[]);
    assert!(text.contains("solved, build, and guided\n") && text.contains("\n■  1 of 1 solved"), "{text}");
    assert_eq!(facts(&course, "solved ").len(), 2);
    course.run(&["start", "1"]).success();
    assert!(printed(&course, &[]).contains("not started; solved guided and build\n"));
}

#[test]
fn it_is_said_in_the_signs_and_the_width_that_there_are() {
    let course = course("signs");
    course.write(ROOM, &filled("\"hello\\nyou\".to_owned()"));
    course.run(&["check", "1"]).failure();
    let ascii = printed(&course, &[("LC_ALL", "C")]);
    assert!(ascii.contains("\ng  0 of 1 solved  g in work\n"), "{ascii}");
    for columns in ["40", "80"] {
        let text = printed(&course, &[("COLUMNS", columns), ("NO_COLOR", "1")]);
        let most: usize = columns.parse().unwrap();
        let too_long =
            |line: &&str| line.chars().count() > most && !line.contains("cargo ") && !line.contains("lessons/");
        assert_eq!(text.lines().filter(too_long).collect::<Vec<_>>(), Vec::<&str>::new(), "{text}");
        assert!(!text.contains('\x1b'), "{text}");
        let red = text.lines().skip_while(|line| !line.starts_with("  red       the_server_greets:"));
        let count = red.take_while(|line| !line.starts_with("  read")).count();
        assert_eq!(count, 2, "{text}");
        assert!(text.contains("1 of 3 tests pass\n"), "{text}");
    }
}

#[test]
fn a_progress_that_cannot_be_written_stops_nobody() {
    let course = course("unwritable");
    course.write(".course/progress/file", "a folder in its place");
    course.write(ROOM, &filled("\"hello\".to_owned()"));
    course.run(&["check", "1"]).success().stderr(contains("cannot read").and(contains("progress")));
    assert!(Path::new(&course.root).join(".course/progress/file").exists());
}

#[cfg(unix)]
#[test]
fn a_tool_that_is_killed_leaves_the_old_progress_or_the_new_one() {
    use std::process::{Command, Stdio};
    use std::thread;
    use std::time::Duration;

    let course = course("progress-killed");
    let known = "hint greet/greet 1\nof a later edition\n";
    let mut killed = 0;
    for round in 0..40 {
        course.write(PROGRESS, known);
        let mut hint = Command::new(env!("CARGO_BIN_EXE_course"))
            .args(["hint", "1", "1"])
            .current_dir(&course.root)
            .stdout(Stdio::null())
            .spawn()
            .unwrap();
        thread::sleep(Duration::from_micros(250 * round));
        hint.kill().unwrap();
        killed += u32::from(!hint.wait().unwrap().success());
        let text = course.read(PROGRESS);
        assert!(text == known || text == known.replace(" 1\n", " 2\n"), "round {round}: {text:?}");
    }
    assert!(killed > 0, "none was killed");
    course.run(&["hint", "1", "1"]).success();
    assert_eq!(facts(&course, "of a later").len(), 1);
}

#[test]
fn what_is_known_is_said_without_running_a_test() {
    let course = course("known");
    course.write(ROOM, &filled("\"hello\".to_owned()"));
    course.run(&["check", "1"]).success();
    // Without cargo no test can be run.
    let known = fixture::course().env("CARGO", "/nowhere").env("PATH", "").current_dir(&course.root).assert();
    known.success().stdout(contains("a greeting  solved\n")).stderr(is_empty());
}

#[test]
fn a_room_is_checked_as_it_is_whatever_was_made_of_it_before() {
    const CLIENT: &str = "lessons/01-greet/src/client.rs";
    let course = course("checked-as-it-is");
    let (server, client) = (filled("\"hello\".to_owned()"), course.read(CLIENT));
    course.write(ROOM, &server);
    course.run(&["check", "1"]).success();
    course.run(&["check", "1"]).success();
    // One program is made, the other is not.
    course.write(CLIENT, &client.replace("who is there?", "is anybody there?"));
    course.write(ROOM, &filled("1"));
    course.run(&["check", "1"]).failure().stdout(contains("does not compile"));
    course.write(ROOM, &server);
    course.run(&["check", "1"]).failure().stdout(contains("2 of 3 tests pass"));
    course.write(CLIENT, &client);
    course.run(&["check", "1"]).success();
    course.write(ROOM, &filled("\"hell\".to_owned()"));
    course.run(&["check", "1"]).failure().stdout(contains("2 of 3 tests pass"));
}

#[test]
fn tests_that_are_away_are_missed_by_their_name() {
    let course = course("tests-away");
    course.write(ROOM, &filled("\"hello\".to_owned()"));
    fs::remove_file(course.root.join("tests/01_greet.rs")).unwrap();
    let away = "error: the graded tests of lesson 01, tests/01_greet.rs, are not there: `git checkout tests/01_greet.rs` \
                brings them back\n";
    for command in [&[][..], &["check", "1"], &["1"]] {
        course.run(command).failure().stderr(ends_with(away));
    }
}
