//! Rooms in which something else than the learner's own files would do the work, or is older than they are: each is
//! built and graded by cargo in a copy of the workspace, as a learner would do it.
//!
//! The copy and its builds stay in the target folder, so that only what a case changes is built again.

use std::fs::{self, File, FileTimes};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, SystemTime};
use std::{env, io};

const PACKAGE: &str = "lesson-01";

struct Course {
    root: PathBuf,
    room: PathBuf,
    target: PathBuf,
}

/// What `cargo test -p lesson-01` says.
struct Told(String);

/// The words alone, whatever lines they stand in.
fn unfolded(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

impl Told {
    #[track_caller]
    fn says(&self, words: &[&str]) -> &Self {
        for words in words {
            assert!(unfolded(&self.0).contains(&unfolded(words)), "not said: {words:?}\n{}", self.0);
        }
        self
    }

    /// It is said in full once, and of each test in a line.
    #[track_caller]
    fn says_once(&self, words: &str, of_each_test: &str) {
        let count = unfolded(&self.0).matches(&unfolded(words)).count();
        let lines = self.0.lines().filter(|line| line.starts_with(&format!("{of_each_test}  ")));
        assert_eq!((count, lines.count()), (1, tests()), "{}", self.0);
    }

    /// What the last line says.
    fn last(&self) -> String {
        unfolded(self.0.rsplit_once("\nnext: ").unwrap_or_default().1)
    }

    #[track_caller]
    fn ends_with(&self, next: &str) {
        assert_eq!(self.last(), next, "{}", self.0);
    }

    /// Nothing counts as passed, not even the tests that a starter passes.
    #[track_caller]
    fn nothing_passed(&self) {
        self.says(&["test result: FAILED. 0 passed; "]);
    }
}

fn workspace() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// Writes what differs, so that cargo does not build again what does not.
fn copy(from: &Path, to: &Path) -> io::Result<()> {
    if from.is_dir() {
        fs::create_dir_all(to)?;
        for entry in fs::read_dir(from)? {
            let name = entry?.file_name();
            copy(&from.join(&name), &to.join(&name))?;
        }
        return Ok(());
    }
    let content = fs::read(from)?;
    if fs::read(to).is_ok_and(|there| there == content) { Ok(()) } else { fs::write(to, content) }
}

impl Course {
    /// The course with this one room, as a learner gets it.
    fn new() -> Self {
        let base = Path::new(env!("CARGO_TARGET_TMPDIR")).join("rooms");
        let root = base.join("course");
        let course = Self { room: root.join("lessons/01-one-way"), target: base.join("target"), root };
        fs::create_dir_all(&course.root).expect("a folder");
        for part in ["Cargo.toml", "Cargo.lock", ".cargo", "crates"] {
            copy(&workspace().join(part), &course.root.join(part)).expect("the course can be copied");
        }
        fs::create_dir_all(course.root.join("tests")).expect("a folder");
        for test in fs::read_dir(workspace().join("tests")).expect("the tests").flatten() {
            if test.path().is_file() {
                copy(&test.path(), &course.root.join("tests").join(test.file_name())).expect("a test can be copied");
            }
        }
        course.start_again();
        course
    }

    fn start_again(&self) {
        let _ = fs::remove_dir_all(&self.room);
        copy(&workspace().join("lessons/01-one-way"), &self.room).expect("the room can be copied");
    }

    fn write(&self, file: &str, text: &str) {
        fs::write(self.room.join(file), text).expect("the room can be written");
    }

    fn solution(role: &str) -> String {
        fs::read_to_string(workspace().join(format!("crates/01-one-way/src/{role}.rs"))).expect("the reference")
    }

    /// The files of a solved room, and of one that is solved by half.
    fn solve(&self, roles: &[&str]) {
        for role in roles {
            self.write(&format!("src/{role}.rs"), &Self::solution(role));
        }
    }

    /// Unpacks a room as `unzip -o` and `tar x` do: with the times that the files had when they were packed.
    fn unpack(&self, change: impl FnOnce(&Self)) {
        self.start_again();
        change(self);
        let then = FileTimes::new().set_modified(SystemTime::now() - Duration::from_hours(48));
        for role in ["server", "client"] {
            let file = File::options().append(true).open(self.room.join(format!("src/{role}.rs"))).expect("a file");
            file.set_times(then).expect("its time can be set");
        }
    }

    fn cargo(&self, args: &[&str]) -> Told {
        let mut command = Command::new(env!("CARGO"));
        for (name, _) in env::vars_os() {
            let is_ours = name.to_str().is_some_and(|name| name.starts_with("CARGO") || name.starts_with("COURSE"));
            if is_ours && name != "CARGO_HOME" {
                command.env_remove(name);
            }
        }
        let output = command.args(args).current_dir(&self.root).env("CARGO_TARGET_DIR", &self.target).output();
        let output = output.expect("cargo starts");
        Told(String::from_utf8_lossy(&[output.stderr, output.stdout].concat()).into_owned())
    }

    fn grade(&self) -> Told {
        self.cargo(&["test", "--offline", "-p", PACKAGE])
    }

    /// Every failure in full, not the first one alone.
    #[cfg(target_os = "linux")]
    fn grade_in_full(&self) -> Told {
        self.cargo(&["test", "--offline", "-p", PACKAGE, "--", "--format", "pretty"])
    }

    fn count(&self) -> String {
        let told = self.grade();
        let line = told.0.lines().find(|line| line.starts_with("test result: ")).unwrap_or(&told.0).to_owned();
        line.split(';').take(2).collect::<Vec<_>>().join(";")
    }
}

/// How many graded tests the lesson has.
fn tests() -> usize {
    let text = fs::read_to_string(workspace().join("tests/01_one_way.rs")).expect("the tests");
    text.lines().filter(|line| line.trim() == "#[test]").count()
}

/// The result of a solved room, and of a starter, which knows what to do with unknown arguments.
fn solved() -> String {
    format!("test result: ok. {} passed; 0 failed", tests())
}

fn starter() -> String {
    format!("test result: FAILED. 1 passed; {} failed", tests() - 1)
}

/// A server that starts another program, which does the rest.
fn proxy(start: &str) -> String {
    format!("use std::process::Command;\nfn main() {{\n    let args = std::env::args().skip(1);\n    {start}\n}}\n")
}

const SERVER: &str = "lessons/01-one-way/src/server.rs";

#[test]
#[ignore = "builds rooms with cargo, which takes a minute: a step of .ci/run"]
fn what_is_graded_is_what_the_learner_wrote() {
    let course = Course::new();
    let told = course.grade();
    told.says(&[&starter()]);
    let source = fs::read_to_string(course.room.join("src/server.rs")).expect("the starter");
    // The gap has several places; the one is told that a program reached.
    let is_gap = |line: &&(usize, &str)| line.1.contains("todo!(\"gap 1: listen\")");
    let lines: Vec<(usize, &str)> = (1..).zip(source.lines()).collect();
    let places = lines.iter().filter(is_gap).map(|(line, _)| format!("fill gap 1, listen, in {SERVER}:{line}"));
    let places: Vec<String> = places.collect();
    assert!(places.iter().any(|place| *place == told.last()), "{places:?} in\n{}", told.0);
    course.solve(&["server", "client"]);
    let told = course.grade();
    told.says(&[&solved()]);
    told.ends_with("every test passes; go on with `cargo course`");
    // The reference's programs are there to be used.
    course.cargo(&["build", "--offline", "-p", "one-way"]);

    let beside = "let beside = std::env::current_exe().unwrap().with_file_name(\"one-way-server\");\n    \
                  Command::new(beside).args(args).status().unwrap();";
    let by_name = "let name = concat!(env!(\"CARGO_MANIFEST_DIR\"), \"/../../target/debug/one-way-server\");\n    \
                   Command::new(name).args(args).status().unwrap();";
    let by_cargo = "Command::new(\"cargo\").args([\"run\", \"-q\", \"-p\", \"one-way\", \"--bin\", \"one-way-server\", \
                    \"--\"]).args(args).status().unwrap();";
    for start in [beside, by_name, by_cargo] {
        course.write("src/server.rs", &proxy(start));
        let told = course.grade();
        told.says(&["not your own work", &format!("{SERVER}:1 starts another program (std::process::Command)")]);
        told.nothing_passed();
    }

    for (source, words) in [
        ("include!(\"../../../crates/01-one-way/src/server.rs\");", "crates/01-one-way/src/server.rs"),
        (
            "#[path = \"../../../crates/01-one-way/src/server.rs\"]\nmod it;\nfn main() {}",
            "crates/01-one-way/src/server.rs",
        ),
        ("fn main() { print!(\"{}\", include_str!(\"../../../tests/01_one_way.rs\")); }", "tests/01_one_way.rs"),
    ] {
        course.start_again();
        // Inner comments cannot be included; a copy without them can.
        if source.starts_with("include!") {
            let file = course.root.join("crates/01-one-way/src/server.rs");
            let text = Course::solution("server");
            let text = text.lines().skip_while(|line| line.starts_with("//!")).collect::<Vec<_>>().join("\n");
            fs::write(&file, text).expect("the copy can be written");
        }
        course.write("src/server.rs", source);
        let told = course.grade();
        told.says(&[
            "not your own work",
            &format!("lesson-01-server is built from {words}, which does not lie in your room"),
        ]);
        told.nothing_passed();
    }

    course.start_again();
    course.write("build.rs", "fn main() {}\n");
    let told = course.grade();
    told.says(&["not your own work", "lessons/01-one-way/build.rs is a build script"]).nothing_passed();
    told.says_once("is a build script", "not your own work");
    told.ends_with("write the code into the room's own files, then `cargo test -p lesson-01`");

    course.start_again();
    let manifest = fs::read_to_string(course.room.join("Cargo.toml")).expect("the manifest");
    course.write("Cargo.toml", &manifest.replace("src/server.rs", "../../crates/01-one-way/src/server.rs"));
    let words = "Cargo.toml is not the one that the course makes: `path = \"../../crates/01-one-way/src/server.rs\"";
    course.grade().says(&["not your own work", words]).nothing_passed();

    course.start_again();
    fs::create_dir(course.room.join(".cargo")).expect("a folder");
    course.write(".cargo/config.toml", "[build]\n");
    course.grade().says(&["not your own work", "lessons/01-one-way/.cargo changes what cargo does"]).nothing_passed();
}

/// What no look at the sources finds shows when the program runs.
#[cfg(target_os = "linux")]
#[test]
#[ignore = "builds rooms with cargo, which takes a minute: a step of .ci/run"]
fn a_program_that_becomes_or_starts_another_one_is_seen() {
    let course = Course::new();
    course.cargo(&["build", "--offline", "-p", "one-way"]);
    let reference = course.target.join("debug/one-way-server");
    let hidden = "macro_rules! hidden { ($a:ident, $b:ident) => { std::$a::$b } }\n\
                  macro_rules! ext { ($a:ident, $b:ident) => { use std::os::unix::$a::$b; } }\next!(process, CommandExt);\n";
    for (how, unused) in [("exec", ""), ("status", "#[allow(unused_imports)]\n")] {
        let start =
            format!("let _ = <hidden!(process, Command)>::new({reference:?}).args(std::env::args().skip(1)).{how}();");
        course.write("src/server.rs", &format!("{unused}{hidden}fn main() {{ {start} }}\n"));
        let told = course.grade_in_full();
        told.says(&["not your own work", "lesson-01-server let another program do its work: ", "one-way-server"]);
        let told = course.grade();
        told.says(&["not your own work"]);
        let passed = told.0.lines().filter(|line| line.starts_with("ok  ")).count();
        // Those of the client alone, and what a program says about its arguments.
        assert!(passed < 12, "{}", told.0);
    }
}

#[test]
#[ignore = "builds rooms with cargo, which takes a minute: a step of .ci/run"]
fn programs_that_are_older_than_their_files_are_not_judged() {
    let course = Course::new();
    let all = solved();
    let clean = |course: &Course| course.cargo(&["clean", "--offline", "-p", PACKAGE]);

    // A solved room over a built starter.
    assert_eq!(course.count(), starter());
    course.unpack(|course| course.solve(&["server", "client"]));
    for _ in 0..2 {
        let told = course.grade();
        told.says(&["stale build", SERVER, "cargo clean -p lesson-01 and"]).nothing_passed();
        told.says_once("these came with older ones", "stale build");
        told.ends_with("build again, as it says above: nothing was judged");
    }
    clean(&course);
    assert_eq!(course.count(), all);

    // The same files again, and half of them.
    course.unpack(|course| course.solve(&["server", "client"]));
    assert_eq!(course.count(), all);
    course.unpack(|course| course.solve(&["server"]));
    let told = course.grade();
    told.says(&["stale build", "lessons/01-one-way/src/client.rs", "cargo clean -p lesson-01 and"]).nothing_passed();
    clean(&course);
    course.grade().says(&["not started yet"]);

    // Built in between, by a command that judges nothing, and put back.
    for command in [["run", "--bin", "lesson-01-client"], ["test", "--no-run", "--quiet"]] {
        course.solve(&["client"]);
        course.cargo(&[&command[..], &["--offline", "-p", PACKAGE]].concat());
        course.unpack(|course| course.solve(&["server"]));
        let told = course.grade();
        if told.0.contains("stale build") {
            told.says(&["lessons/01-one-way/src/client.rs"]).nothing_passed();
            clean(&course);
        }
        course.grade().says(&["not started yet: "]);
    }

    // Whoever goes on writing is not told any of this.
    course.solve(&["server", "client"]);
    assert_eq!(course.count(), all);
    course.write("src/client.rs", &format!("{}\n// The end.\n", Course::solution("client")));
    assert_eq!(course.count(), all);
}
