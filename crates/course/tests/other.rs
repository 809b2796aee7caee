//! Programs in other languages pass the graded tests as those in Rust do, and wrong ones fail where they should. They need
//! python3 and a C compiler and take a minute, so they are run by name, one after another:
//! `cargo test -p course --test other -- --ignored --test-threads 1`. Those in Go are left out where there is no `go`.
//!
//! `tests/other/python/NN-name`, `tests/other/c/NN-name` and `tests/other/go/NN-name` hold a server, a client, or both. A file in
//! `tests/other/python/wrong` holds only what is wrong: its functions and classes take the place of those of the same name
//! in the file that it names (`# instead of: …`). A line `# fails: TEST (KIND)` names each test that must fail; all others
//! that are run must pass.

#![cfg(unix)]

mod fixture;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Mutex;
use std::thread;

use predicates::prelude::*;
use predicates::str::{contains, ends_with, starts_with};
use serde_json::Value;

/// How many programs are judged at a time: their tests wait more than they compute.
const AT_A_TIME: usize = 2;

const KIND_OF_A_PASS: &str = "passed";
const LEFT_OUT: &str = "left out";

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize().expect("the course")
}

fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let mut names: Vec<String> =
        entries.map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned()).collect();
    names.retain(|name| name != "__pycache__");
    names.sort();
    names
}

fn is_lesson(name: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_digit())
}

/// The graded tests of lessons, `03-echo`, compiled for the references.
fn graders(lessons: &BTreeSet<String>) -> BTreeMap<String, PathBuf> {
    let mut cargo = Command::new(env!("CARGO"));
    cargo.args(["test", "--quiet", "--no-run", "--message-format=json", "--test", "grade"]).current_dir(root());
    for lesson in lessons {
        cargo.args(["--package", &lesson[3..]]);
    }
    let built = cargo.output().expect("cargo runs");
    assert!(built.status.success(), "{}", String::from_utf8_lossy(&built.stderr));
    let mut graders = BTreeMap::new();
    for line in String::from_utf8_lossy(&built.stdout).lines() {
        let message: Value = serde_json::from_str(line).expect("a message of cargo");
        let manifest =
            message["manifest_path"].as_str().and_then(|path| Path::new(path).parent()?.file_name()?.to_str());
        if let (Some(lesson), Some(path)) = (manifest, message["executable"].as_str())
            && message["target"]["name"] == "grade"
        {
            graders.insert(lesson.to_owned(), PathBuf::from(path));
        }
    }
    assert_eq!(graders.keys().collect::<Vec<_>>(), lessons.iter().collect::<Vec<_>>());
    graders
}

/// Programs to be judged: the commands of a server and a client, of which one may be missing.
#[derive(Debug)]
struct Given {
    name: String,
    lesson: String,
    server: Option<String>,
    client: Option<String>,
    /// The tests that must fail, and how.
    fails: BTreeMap<String, String>,
}

/// How each test went, by its kind.
fn judge(grader: &Path, given: &Given) -> BTreeMap<String, String> {
    let mut command = Command::new(grader);
    command.args(["--format", "pretty"]).current_dir(root()).env("PWD", root()).env("COURSE_FAILURES", "json");
    command.env("RUST_TEST_THREADS", "16").env_remove("COURSE_PROGRAMS");
    // What is printed would not wait for anything.
    command.env_remove("PYTHONUNBUFFERED");
    for (variable, given) in [("COURSE_SERVER", &given.server), ("COURSE_CLIENT", &given.client)] {
        command.env_remove(variable).envs(given.as_ref().map(|given| (variable, given)));
    }
    let output = command.output().expect("the tests run");
    let stdout = String::from_utf8_lossy(&output.stdout);
    let mut kinds = BTreeMap::new();
    for line in stdout.lines().take_while(|line| *line != "failures:") {
        if let Some((name, outcome)) = line.strip_prefix("test ").and_then(|rest| rest.split_once(" ... ")) {
            let kind = if outcome == "ok" { KIND_OF_A_PASS } else { outcome };
            kinds.insert(name.to_owned(), kind.to_owned());
        }
    }
    for section in stdout.split("\n---- ").skip(1) {
        let Some((name, said)) = section.split_once(" stdout ----\nError: ") else { continue };
        let failure: Value = serde_json::from_str(said.lines().next().unwrap_or_default()).expect("a failure as data");
        kinds.insert(name.to_owned(), failure["kind"].as_str().unwrap_or("failed").to_owned());
        for word in RUST {
            let text = failure["text"].as_str().unwrap_or_default();
            assert!(!text.contains(word), "{}: {name} speaks of {word:?}:\n{text}", given.name);
        }
    }
    assert!(!kinds.is_empty(), "{}: {}", given.name, String::from_utf8_lossy(&output.stderr));
    kinds
}

/// What nobody knows who has not read a book on Rust, or whose program lies in no room.
const RUST: [&str; 16] = [
    "Rust",
    "`?`",
    "unwrap",
    "println",
    "write_all",
    "read_exact",
    "BufRead",
    "ErrorKind",
    "thread::",
    "std::",
    "io::",
    "cli::",
    "cargo course hint",
    "lessons/",
    "gap",
    "panic",
];

/// Judges programs, some at a time, and says which of them did otherwise than they should.
fn judge_all(all: &[Given]) {
    let graders = graders(&all.iter().map(|given| given.lesson.clone()).collect());
    let waiting = Mutex::new(all.iter());
    let problems = Mutex::new(String::new());
    thread::scope(|scope| {
        for _ in 0..AT_A_TIME {
            scope.spawn(|| {
                loop {
                    let Some(given) = waiting.lock().expect("a lock").next() else { break };
                    let problem = compare(given, &judge(&graders[&given.lesson], given));
                    problems.lock().expect("a lock").push_str(&problem);
                }
            });
        }
    });
    let problems = problems.into_inner().expect("a lock");
    assert!(problems.is_empty(), "{problems}");
}

/// What is otherwise than it should be, a line each.
fn compare(given: &Given, kinds: &BTreeMap<String, String>) -> String {
    let failed = kinds.iter().filter(|(_, kind)| ![KIND_OF_A_PASS, LEFT_OUT].contains(&kind.as_str()));
    let failed: BTreeMap<String, String> = failed.map(|(name, kind)| (name.clone(), kind.clone())).collect();
    let passed = kinds.values().filter(|kind| *kind == KIND_OF_A_PASS).count();
    let mut problem = String::new();
    if failed != given.fails {
        let _ = writeln!(problem, "{}: {passed} tests pass, and these fail:", given.name);
        for (name, kind) in &failed {
            let _ = writeln!(problem, "# fails: {name} ({kind})");
        }
    }
    // With both programs nothing is left out, and with one, something is.
    let is_one = given.server.is_none() || given.client.is_none();
    if is_one != kinds.values().any(|kind| kind == LEFT_OUT) {
        let _ = writeln!(problem, "{}: tests are left out, or none are, against what was given", given.name);
    }
    problem
}

/// A folder for what is made here.
fn scratch(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("other").join(name);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).expect("a folder");
    folder
}

/// The command for one of the programs in a folder, if it is there. What it names lies in the course's folder, in which
/// it is given.
fn python(folder: &Path, program: &str) -> Option<String> {
    let file = folder.join(format!("{program}.py"));
    file.is_file().then(|| format!("python3 '{}'", file.display()))
}

#[test]
#[ignore = "takes a minute, and python3"]
fn solutions_in_python_pass() {
    let folder = root().join("tests/other/python");
    let lessons: Vec<String> = names(&folder).into_iter().filter(|name| is_lesson(name)).collect();
    assert!(lessons.len() >= 7, "{lessons:?}");
    let solution = |lesson: &String| Given {
        name: format!("python/{lesson}"),
        lesson: lesson.clone(),
        // As somebody types it who stands in the course's folder.
        server: python(&Path::new("tests/other/python").join(lesson), "server"),
        client: python(&Path::new("tests/other/python").join(lesson), "client"),
        fails: BTreeMap::new(),
    };
    std::env::set_current_dir(root()).expect("the course");
    judge_all(&lessons.iter().map(solution).collect::<Vec<_>>());
}

#[test]
#[ignore = "takes a minute, and a C compiler"]
fn solutions_in_c_pass() {
    let folder = root().join("tests/other/c");
    let programs = scratch("c");
    let mut all = Vec::new();
    for lesson in names(&folder) {
        let compiled = |program: &str| {
            let made = programs.join(format!("{lesson}-{program}"));
            let options = ["-std=c99", "-D_POSIX_C_SOURCE=200809L", "-Wall", "-Wextra", "-Werror", "-pthread", "-o"];
            let source = folder.join(&lesson).join(format!("{program}.c"));
            let status = Command::new("cc").args(options).arg(&made).arg(&source).status().expect("cc runs");
            assert!(status.success(), "{}", source.display());
            Some(format!("'{}'", made.display()))
        };
        let (server, client) = (compiled("server"), compiled("client"));
        all.push(Given { name: format!("c/{lesson}"), lesson, server, client, fails: BTreeMap::new() });
    }
    assert!(all.len() >= 2);
    judge_all(&all);
}

#[test]
#[ignore = "takes a minute, and go"]
fn solutions_in_go_pass() {
    if Command::new("go").arg("version").output().is_err() {
        eprintln!("left out: there is no program `go`");
        return;
    }
    let folder = root().join("tests/other/go");
    let programs = scratch("go");
    let mut all = Vec::new();
    for lesson in names(&folder) {
        let compiled = |program: &str| {
            let made = programs.join(format!("{lesson}-{program}"));
            let source = folder.join(&lesson).join(format!("{program}.go"));
            // What is compiled needs nothing but the standard library.
            let mut go = Command::new("go");
            go.args(["build", "-o"]).arg(&made).arg(&source).envs([("GOPROXY", "off"), ("GOTOOLCHAIN", "local")]);
            let status = go.status().expect("go runs");
            assert!(status.success(), "{}", source.display());
            Some(format!("'{}'", made.display()))
        };
        let (server, client) = (compiled("server"), compiled("client"));
        all.push(Given { name: format!("go/{lesson}"), lesson, server, client, fails: BTreeMap::new() });
    }
    assert!(all.len() >= 2);
    judge_all(&all);
}

#[test]
#[ignore = "takes a minute, and python3"]
fn wrong_programs_fail_where_they_should() {
    let folder = root().join("tests/other/python/wrong");
    let made = scratch("wrong");
    let all: Vec<Given> = names(&folder).iter().map(|name| wrong(&folder.join(name), &made)).collect();
    assert!(all.len() >= 6);
    judge_all(&all);
}

/// Calls `cargo course check 01` in the folder of the solution in Python.
fn check(args: &[&str]) -> assert_cmd::assert::Assert {
    let mut course = fixture::course();
    course.current_dir(root().join("tests/other/python/01-one-way")).args(["check", "01"]).args(args);
    course.env("COURSE_CLIENT", "no-such-program").assert()
}

/// The lesson's room is not looked at: it holds what a learner has left there, which need not compile.
#[test]
#[ignore = "compiles the graded tests of a lesson, and takes python3"]
fn the_tool_judges_commands() {
    let both = check(&["--server", "python3 server.py", "--client", "python3 'client.py'"]).success();
    both.stdout(
        starts_with("lesson 01 one-way: ")
            .and(contains(" tests pass\n  server  python3 server.py\n"))
            .and(ends_with("next: every test passes\n")),
    );
    let one = check(&["--client", "python3 client.py", "--json"]).success();
    let report: Value = serde_json::from_slice(&one.get_output().stdout).expect("a report");
    assert_eq!((&report["server"], &report["client"]), (&Value::Null, &"python3 client.py".into()));
    let tests = report["tests"].as_array().expect("tests");
    let count = |kind: &str| tests.iter().filter(|test| test["kind"] == kind).count();
    assert_eq!((report["passed"].as_u64(), report["verdict"].as_str()), (Some(count("passed") as u64), Some("solved")));
    assert_eq!(report["not_run"].as_u64(), Some(count(LEFT_OUT) as u64));
    assert!(count("passed") > 5 && count(LEFT_OUT) > 5 && count("passed") + count(LEFT_OUT) == tests.len(), "{report}");
    let wrong = check(&["--server", "python3 -c 'import sys; sys.exit(3)'"]).code(1);
    let words = "\nnot started yet: the server ends with exit status 3, which says so\n";
    wrong.stdout(contains(words).and(contains("\nnext: write what is not there yet; `cargo course read programs")));
    for (server, words) in [
        ("pyton3 server.py", "error: cannot start `pyton3 server.py`: there is no program `pyton3`"),
        ("python3 servr.py", "there is no file `servr.py` in "),
        ("./server.py", "`./server.py` is not executable"),
        (" ", "error: --server has no command"),
    ] {
        check(&["--server", server]).code(2).stderr(contains(words)).stdout("");
    }
}

/// Puts a wrong program together.
fn wrong(file: &Path, made: &Path) -> Given {
    let text = fs::read_to_string(file).expect("a wrong solution");
    let name = file.file_stem().expect("a name").to_string_lossy().into_owned();
    let after =
        |key: &str| text.lines().filter_map(|line| line.strip_prefix(key)).map(str::to_owned).collect::<Vec<_>>();
    let place = after("# instead of: ").pop().unwrap_or_else(|| panic!("{name} says not what it stands for"));
    let (lesson, program) = place.split_once('/').expect("NN-name/program.py");
    let right = root().join("tests/other/python").join(lesson);
    let folder = made.join(&name);
    fs::create_dir_all(&folder).expect("a folder");
    for file in names(&right) {
        fs::copy(right.join(&file), folder.join(&file)).expect("a copy");
    }
    let mut source = fs::read_to_string(right.join(program)).expect("the right program");
    for (begin, block) in blocks(&text) {
        let (_, right) = blocks(&source)
            .into_iter()
            .find(|(known, _)| *known == begin)
            .unwrap_or_else(|| panic!("{name}: {place} has no `{begin}`"));
        assert_ne!(right, block, "{name}: `{begin}` is not wrong");
        source = source.replace(&right, &block);
    }
    fs::write(folder.join(program), source).expect("a program");
    let fails = after("# fails: ").into_iter().map(|line| {
        let (name, kind) = line.split_once(" (").expect("TEST (KIND)");
        (name.to_owned(), kind.trim_end_matches(')').to_owned())
    });
    let fails: BTreeMap<String, String> = fails.collect();
    let is_judged = |side: &str| program == format!("{side}.py") || program == "frame.py";
    Given {
        server: python(&folder, "server").filter(|_| is_judged("server")),
        client: python(&folder, "client").filter(|_| is_judged("client")),
        lesson: lesson.to_owned(),
        name,
        fails,
    }
}

/// The functions and classes of a Python program, each with the words that it begins with, `def main`.
fn blocks(source: &str) -> Vec<(String, String)> {
    let mut blocks: Vec<(String, String)> = Vec::new();
    let mut decorators = String::new();
    let mut is_open = false;
    for line in source.lines() {
        let is_top = !line.is_empty() && !line.starts_with([' ', ')', ']']);
        if line.starts_with('@') {
            is_open = false;
            let _ = writeln!(decorators, "{line}");
        } else if line.starts_with("def ") || line.starts_with("class ") {
            let begin = line.split(['(', ':']).next().unwrap_or_default().to_owned();
            blocks.push((begin, format!("{decorators}{line}\n")));
            decorators.clear();
            is_open = true;
        } else if is_top {
            is_open = false;
        } else if let Some((_, block)) = blocks.last_mut().filter(|_| is_open) {
            let _ = writeln!(block, "{line}");
        }
    }
    for (_, block) in &mut blocks {
        *block = block.trim_end().to_owned();
    }
    blocks
}

#[test]
fn a_program_is_taken_apart_into_what_may_be_wrong() {
    let source = "import a\n\nX = 1\n\n\n@b\nclass C:\n    y: int\n\n    def z(self):\n        pass\n\n\ndef f(\n    x,\n):\n    return x\n\n\nif True:\n    f(1)\n";
    let blocks = blocks(source);
    assert_eq!(blocks.iter().map(|(begin, _)| begin.as_str()).collect::<Vec<_>>(), ["class C", "def f"]);
    assert_eq!(blocks[0].1, "@b\nclass C:\n    y: int\n\n    def z(self):\n        pass");
    assert_eq!(blocks[1].1, "def f(\n    x,\n):\n    return x");
}
