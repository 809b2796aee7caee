//! `cargo course stack` and `run --mine` in a small course of two layers.

mod fixture;

use fixture::{Course, WORKSPACE, generate_lockfile};
use predicates::prelude::PredicateBooleanExt;
use predicates::str::{contains, starts_with};

const PACKAGES: &str =
    "\n[workspace.dependencies]\nword.path = \"crates/08-word\"\ngreeting.path = \"crates/09-greeting\"\n";

const TEST: &str = r#"
#[test]
fn the_server_says_it() {
    let prefix = std::env::var("COURSE_PROGRAMS").unwrap();
    let program = format!("{prefix}-server{}", std::env::consts::EXE_SUFFIX);
    let said = std::process::Command::new(program).output().unwrap().stdout;
    assert_eq!(String::from_utf8(said).unwrap().trim_end(), "WORD");
}
"#;

const WORD: &str = "//! A word.\n\n/// The word.\npub fn word() -> String {\n    // ANCHOR: word\n    \"world\".to_owned()\n    // ANCHOR_END: word\n}\n";
const GREETING: &str = "//! A greeting.\n\n/// The greeting.\npub fn greeting() -> String {\n    // ANCHOR: greeting\n    format!(\"hello {}\", word::word())\n    // ANCHOR_END: greeting\n}\n";

/// A course of two layers, of which nothing is begun.
fn two_layers(name: &str) -> Course {
    let course = Course::new(name);
    for folder in ["crates/01-greet", "lessons/01-greet"] {
        std::fs::remove_dir_all(course.root.join(folder)).unwrap();
    }
    course.write("Cargo.toml", &format!("{WORKSPACE}{PACKAGES}"));
    course.write(
        "book/src/SUMMARY.md",
        "# Summary\n\n# Words\n\n- [08 word: a word](08-word.md)\n- [09 greeting: a greeting](09-greeting.md)\n",
    );
    for (number, name, library, below, said) in
        [("08", "word", WORD, "", "world"), ("09", "greeting", GREETING, "word.workspace = true\n", "hello world")]
    {
        let manifest = format!(
            "[package]\nname = \"{name}\"\ndescription = \"Lesson {number}: a {name}\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\n\
             [[bin]]\nname = \"{name}-server\"\npath = \"src/bin/server.rs\"\ntest = false\n\n\
             [[test]]\nname = \"grade\"\npath = \"../../tests/{number}_{name}.rs\"\n\n[dependencies]\n{below}"
        );
        course.write(&format!("crates/{number}-{name}/Cargo.toml"), &manifest);
        course.write(&format!("crates/{number}-{name}/src/lib.rs"), library);
        let server = format!("//! Says it.\n\nfn main() {{\n    println!(\"{{}}\", {name}::{name}());\n}}\n");
        course.write(&format!("crates/{number}-{name}/src/bin/server.rs"), &server);
        let exercise = format!(
            "[[gap]]\nanchor = \"{name}\"\nfile = \"src/lib.rs\"\ntests = [\"the_server_says_it\"]\n\
             task = \"\"\"\nReturn it.\"\"\"\nhints = [\"Which?\", \"See above.\", \"That one.\"]\n"
        );
        course.write(&format!("lessons/{number}-{name}/exercise.toml"), &exercise);
        course.write(&format!("tests/{number}_{name}.rs"), &TEST.replace("WORD", said));
    }
    course.run(&["starters"]).success();
    generate_lockfile(&course);
    course
}

fn fill(course: &Course, file: &str, code: &str) {
    let room = course.read(file);
    let left = room.lines().find(|line| line.contains("todo!")).unwrap().trim().to_owned();
    course.write(file, &room.replace(&left, code));
}

const LOW: &str = "lessons/08-word/src/lib.rs";
const HIGH: &str = "lessons/09-greeting/src/lib.rs";

#[test]
fn layers_are_taken_one_after_the_other_and_what_is_in_the_way_is_said() {
    let course = two_layers("stack");
    course.run(&["stack", "--report"]).failure().code(1).stderr(contains("your layers were not stacked yet"));
    course.run(&["stack"]).success().stdout(starts_with("greeting: 0 of 2 layers are yours, 0 of "));

    course.write(LOW, &format!("{}// Begun.\n", course.read(LOW)));
    let open = contains("  08 word      the course's  gap 1, word, is open in src/lib.rs\n");
    course.run(&["stack"]).success().stdout(open);
    course.run(&["start", "08"]).success();

    let starter = course.read(LOW);
    fill(&course, LOW, "\"world\".to_owned()");
    course
        .run(&["stack", "--report"])
        .failure()
        .code(1)
        .stderr(contains("have changed since your layers were stacked"));
    let taken =
        || starts_with("greeting: 1 of 2 layers is yours, 1 of ").and(contains("  08 word      yours         1 of "));
    course.run(&["stack"]).success().stdout(taken());
    course.run(&["stack", "--report"]).success().stdout(taken());
    let about = contains("not yours yet: this is the course's program, for your room of lesson 09 is not begun");
    course.run(&["run", "09", "server", "--mine"]).success().stdout("hello world\n").stderr(about);

    // A layer that passes its own tests, and does not bear the next one.
    course.write(LOW, &starter);
    fill(
        &course,
        LOW,
        "if std::env::args().next().is_some_and(|name| name.contains(\"word\")) { \"world\".to_owned() } else { String::new() }",
    );
    let refused = contains("  08 word      the course's  09 greeting, which stands on it, fails the_server_says_it\n")
        .and(contains("what the tests said: target/course/stack/output/09-greeting-with-08.txt\n"))
        .and(contains("\nlook at it: cargo course check 08\n"));
    course.run(&["stack"]).success().stdout(refused);
    let output = course.read("target/course/stack/output/09-greeting-with-08.txt");
    assert!(output.contains("the_server_says_it"), "{output}");
}

#[test]
fn what_is_wrong_or_from_elsewhere_is_refused_and_not_run() {
    let course = two_layers("refused");
    let starter = course.read(HIGH);
    fill(&course, HIGH, "format!(\"good bye {}\", word::word())");
    let wrong = contains("  09 greeting  the course's  yours fails the_server_says_it\n");
    course.run(&["stack"]).success().stdout(wrong);
    let refused = contains("your program of lesson 09 does not hold: yours fails the_server_says_it");
    course.run(&["run", "09", "server", "--mine"]).failure().code(1).stdout("").stderr(refused);

    course.write(HIGH, &starter);
    fill(&course, HIGH, "format!(\"hello {}\", word())");
    let broken = contains("  09 greeting  the course's  yours does not compile: error[E0423]")
        .and(contains("lessons/09-greeting/src/lib.rs:"));
    course.run(&["stack"]).success().stdout(broken);

    let solution = course.root.join("solution.rs");
    course.write("solution.rs", "format!(\"hello {}\", word::word())");
    course.write(HIGH, &starter);
    fill(&course, HIGH, &format!("include!({:?})", solution.display().to_string()));
    let foreign = contains("solution.rs: only the files of the room itself count");
    course.run(&["stack"]).success().stdout(foreign);
}
