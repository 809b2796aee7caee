//! The page that says what a program must do: its lists of arguments are those of the references, and its lists of what is
//! graded those of the tests, in their own words and their order. `PROGRAMS=overwrite cargo test -p course --test book`
//! writes them anew.

use std::env;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::repo::Repo;

const PAGE: &str = "book/src/programs.md";
const COMMON: &str = "crates/harness/src/common.rs";
const REWRITE: &str = "PROGRAMS=overwrite cargo test -p course --test book programs";

/// What stands between this and the end was written from the programs and the tests.
fn begin(number: &str) -> String {
    format!("<!-- lesson {number} -->\n")
}

const END: &str = "<!-- end of what was written from the programs and the tests -->\n";

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize().expect("the course")
}

/// A graded test, and why it is one.
#[derive(Debug, PartialEq, Eq)]
struct Graded {
    name: String,
    why: String,
}

/// The graded tests of a lesson in their order: those of the file itself, then those of its parts as `main!` names them.
fn graded(repo: &Repo, lesson: &str) -> Vec<Graded> {
    let stem = format!("tests/{}", lesson.replace('-', "_"));
    let file = format!("{stem}.rs");
    let text = repo.text(&file).unwrap_or_else(|| panic!("{file} is missing"));
    let parts =
        text.split_once("harness::main!(LESSON").map_or("", |(_, rest)| rest.split(')').next().unwrap_or_default());
    let parts = parts.trim_matches([',', ' ', '[', ']']).split(',').map(str::trim).filter(|part| !part.is_empty());
    let files = parts.map(|part| format!("{stem}/{part}.rs"));
    let common = repo.text(COMMON).expect("what all lessons have in common");
    let tests = std::iter::once(file.clone()).chain(files).flat_map(|file| {
        let text = repo.text(&file).unwrap_or_else(|| panic!("{file} is missing"));
        tests_of(text, common)
            .into_iter()
            .map(move |test| test.unwrap_or_else(|name| panic!("{file}: {name} says not why")))
    });
    tests.collect()
}

/// The tests of one file; the name alone of one that does not say why it is one.
fn tests_of(text: &str, common: &str) -> Vec<Result<Graded, String>> {
    let graded = |body: &str| {
        let (_, rest) = body.split_once("fn ")?;
        let name = rest.split('(').next()?.to_owned();
        let body = rest.split("\n}\n").next()?;
        let shared =
            || body.split_once("common::").and_then(|(_, rest)| why_of_function(common, rest.split('(').next()?));
        Some(why_in(body).or_else(shared).map(|why| Graded { name: name.clone(), why }).ok_or(name))
    };
    text.split("\n#[test]\n").skip(1).filter_map(graded).collect()
}

fn why_of_function(text: &str, name: &str) -> Option<String> {
    let (_, rest) = text.split_once(&format!("pub fn {name}("))?;
    why_in(rest.split("\n}\n").next()?)
}

/// The first text after `why:` in the source of a function.
fn why_in(body: &str) -> Option<String> {
    let (_, rest) = body.split_once("why: \"")?;
    let mut why = String::new();
    let mut chars = rest.chars();
    loop {
        match chars.next()? {
            '"' => return Some(why),
            '\\' => match chars.next()? {
                // The literal goes on where the next line begins.
                '\n' => chars = chars.as_str().trim_start().chars(),
                c => why.push(c),
            },
            c => why.push(c),
        }
    }
}

/// A text of a test as Markdown: what would be markup outside of code is escaped.
fn markdown(text: &str) -> String {
    let mut shown = String::new();
    let mut in_code = false;
    for c in text.chars() {
        in_code ^= c == '`';
        if !in_code && matches!(c, '*' | '_' | '<' | '[' | '\\') {
            shown.push('\\');
        }
        shown.push(c);
    }
    shown
}

/// The arguments and options of a program, as its `--help` has them.
fn arguments(package: &str, side: &str) -> Option<String> {
    let program = root().join("target/debug").join(format!("{package}-{side}{}", env::consts::EXE_SUFFIX));
    let source = |file: String| root().join("crates").join(file).is_file();
    let is_there = names(package)
        .into_iter()
        .any(|folder| source(format!("{folder}/src/{side}.rs")) || source(format!("{folder}/src/bin/{side}.rs")));
    if !is_there {
        return None;
    }
    let help = Command::new(&program).arg("--help").output();
    let help = help.unwrap_or_else(|error| panic!("{}: {error}", program.display()));
    let text = String::from_utf8_lossy(&help.stdout).into_owned();
    let (_, rest) = text.split_once("\n\nUsage: ").unwrap_or_else(|| panic!("{}: {text}", program.display()));
    Some(rest.split_once("\n\n").map_or("", |(_, rest)| rest).trim_end().to_owned())
}

/// The folder in crates/ of a package of a lesson.
fn names(package: &str) -> Vec<String> {
    let entries = fs::read_dir(root().join("crates")).expect("crates/").flatten();
    let names = entries.map(|entry| entry.file_name().to_string_lossy().into_owned());
    names.filter(|name| name.split_once('-').is_some_and(|(_, rest)| rest == package)).collect()
}

/// What the page has about a lesson that was written from the programs and the tests.
fn written(repo: &Repo, lesson: &str) -> String {
    let package = &lesson[3..];
    let mut text = String::from("\n**Arguments**\n");
    for side in ["server", "client"] {
        if let Some(arguments) = arguments(package, side) {
            let _ = write!(text, "\n```text\n{side}\n\n{arguments}\n```\n");
        }
    }
    text += "\n**What is graded,** in the order of the tests\n\n";
    for Graded { name, why } in graded(repo, lesson) {
        let _ = writeln!(text, "- `{name}`: {}", markdown(&why));
    }
    text + "\n"
}

#[test]
fn the_page_of_programs_has_every_argument_and_every_graded_test() {
    let repo = Repo::read(&root()).expect("the course");
    let lessons = repo.lessons_in("lessons/");
    let mut cargo = Command::new(env!("CARGO"));
    cargo.args(["build", "--quiet", "--bins"]).current_dir(root());
    for lesson in &lessons {
        cargo.args(["--package", &lesson[3..]]);
    }
    assert!(cargo.status().expect("cargo runs").success());
    let page = repo.text(PAGE).expect("the page");
    let mut wanted = String::new();
    let mut rest = page;
    for lesson in &lessons {
        let begin = begin(&lesson[..2]);
        assert!(page.contains(&format!("\n## Lesson {}: {}\n", &lesson[..2], &lesson[3..])), "{lesson} has no section");
        let (before, after) = rest.split_once(&begin).unwrap_or_else(|| panic!("{PAGE} lacks {begin}"));
        rest = after.split_once(END).map_or(after, |(_, rest)| rest);
        wanted += before;
        let _ = write!(wanted, "{begin}{}{END}", written(&repo, lesson));
    }
    wanted += rest;
    if env::var("PROGRAMS").is_ok_and(|value| value == "overwrite") {
        fs::write(root().join(PAGE), &wanted).expect("the page can be written");
        return;
    }
    let differs = wanted.lines().zip(page.lines()).find(|(wanted, found)| wanted != found);
    assert!(wanted == page, "{PAGE} is not what programs and tests say ({REWRITE}); first: {differs:?}");
}

/// What is written by hand is a contract for everybody: options in it exist, and it does not speak of Rust.
#[test]
fn what_the_page_of_programs_says_itself_is_for_every_language() {
    let repo = Repo::read(&root()).expect("the course");
    let page = repo.text(PAGE).expect("the page");
    let mut by_hand = String::new();
    let mut rest = page;
    while let Some((before, after)) = rest.split_once("<!-- lesson ") {
        by_hand += before;
        rest = after.split_once(END).map_or("", |(_, rest)| rest);
    }
    by_hand += rest;
    for word in ["Rust", "crate", "unwrap", "std::", "panic", "trait"] {
        assert!(!by_hand.contains(word), "{PAGE} speaks of {word}");
    }
    let of_the_tool = ["--server", "--client", "--json", "--name", "--help"];
    for option in by_hand.split('`').skip(1).step_by(2).filter(|code| code.starts_with("--")) {
        let option = option.split([' ', '=']).next().unwrap_or_default();
        let is_there = page.contains(&format!("\n      {option}")) || page.contains(&format!(", {option} "));
        assert!(is_there || of_the_tool.contains(&option), "{PAGE} names {option}, which no program has");
    }
    for lesson in repo.lessons_in("lessons/") {
        let guide = repo.text(&format!("lessons/{lesson}/README.md")).expect("the task");
        let command = format!("`cargo course read programs \"Lesson {}\"`", &lesson[..2]);
        assert!(guide.contains(&command), "lessons/{lesson}/README.md does not say {command}");
    }
}

#[test]
fn a_test_is_read_with_its_reason() {
    let text = "\n#[test]\nfn a_b() -> V {\n    let t = Teach {\n        why: \"One \\\n              \\\"two\\\". (\\\\x)\",\n    };\n}\n\
                \n#[test]\n#[ignore]\nfn c() -> V {\n    common::shared(LESSON)\n}\n\n#[test]\nfn d() {\n}\n";
    let common = "pub fn shared(\n) {\n    why: \"Three.\",\n}\n";
    let graded = |name: &str, why: &str| Ok(Graded { name: name.to_owned(), why: why.to_owned() });
    let expected = [graded("a_b", "One \"two\". (\\x)"), graded("c", "Three."), Err("d".to_owned())];
    assert_eq!(tests_of(text, common), expected);
    assert_eq!(markdown("a * `*` <b>"), "a \\* `*` \\<b>");
}
