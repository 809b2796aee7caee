//! `cargo course` as it is typed, in a small workspace whose tool compiles at once.

use std::fs;
use std::path::{Path, PathBuf};

use assert_cmd::Command;
use predicates::prelude::*;
use predicates::str::{contains, diff, ends_with, is_empty};

const FIRST: &str = "compiling `cargo course`: this is done once, and may take a minute\n";

/// What is said when looking whether there is anything to compile takes more than a second.
const LOOKING: &str = "looking whether `cargo course` is up to date\n";

/// What is said when compiling takes more than a second.
const LATER: &str = "compiling what has changed in `cargo course`\n";

const WAITING: &str = "waiting for another cargo, of your editor or another terminal, to finish\n";

const SLOW: &str = "fn main() {\n    std::thread::sleep(std::time::Duration::from_millis(1500));\n}\n";

const TOOL: &str = r#"fn main() {
    let args: Vec<String> = std::env::args().skip(1).collect();
    println!("{args:?} in {}", std::env::current_dir().unwrap().file_name().unwrap().display());
    std::process::exit(args.len() as i32);
}
"#;

/// A workspace with the alias and the launcher of the course, and a tool of its own.
fn workspace(name: &str) -> PathBuf {
    let course = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let root = Path::new(env!("CARGO_TARGET_TMPDIR")).join("launch").join(name);
    if root.exists() {
        fs::remove_dir_all(&root).unwrap();
    }
    let write = |file: &str, text: &str| {
        let path = root.join(file);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    };
    let package = |name: &str| format!("[package]\nname = \"{name}\"\nedition = \"2024\"\n");
    let copy = |file: &str| write(file, &fs::read_to_string(course.join(file)).unwrap());
    copy(".cargo/config.toml");
    copy("crates/launch/src/main.rs");
    let profile = "[profile.launch]\ninherits = \"dev\"\n";
    assert!(fs::read_to_string(course.join("Cargo.toml")).unwrap().contains(profile));
    write("Cargo.toml", &format!("[workspace]\nresolver = \"3\"\nmembers = [\"crates/*\"]\n\n{profile}"));
    write("crates/launch/Cargo.toml", &package("launch"));
    write("crates/course/Cargo.toml", &package("course"));
    write("crates/course/src/main.rs", TOOL);
    fs::create_dir_all(root.join("crates/course/src/deep")).unwrap();
    root
}

fn course(root: &Path, args: &[&str]) -> assert_cmd::assert::Assert {
    let mut cargo = cargo(root);
    cargo.arg("course").args(args).current_dir(root.join("crates/course/src/deep"));
    Command::from(cargo).assert()
}

/// Cargo without what the one that runs this test has told it, and with a home of its own: in the usual one, every cargo of
/// this user waits for the others.
fn cargo(root: &Path) -> std::process::Command {
    let mut command = std::process::Command::new(env!("CARGO"));
    for (name, _) in std::env::vars_os().filter(|(name, _)| name.to_string_lossy().starts_with("CARGO_")) {
        command.env_remove(name);
    }
    command.env("CARGO_HOME", root.join("home"));
    command
}

#[test]
fn the_first_time_it_says_that_it_compiles_and_later_nothing() {
    let root = workspace("first");
    course(&root, &["one", "two words"]).code(2).stdout("[\"one\", \"two words\"] in deep\n").stderr(FIRST);
    // A busy machine takes its time.
    let nothing = || is_empty().or(diff(LOOKING));
    course(&root, &[]).success().stdout("[] in deep\n").stderr(nothing());
    let args = ["--help", "x", "--"];
    course(&root, &args).code(3).stdout("[\"--help\", \"x\", \"--\"] in deep\n").stderr(nothing());
}

#[test]
fn a_tool_that_has_changed_is_compiled_again() {
    let root = workspace("changed");
    course(&root, &[]).success();
    fs::write(root.join("crates/course/build.rs"), SLOW).unwrap();
    fs::write(root.join("crates/course/src/main.rs"), TOOL.replace("{args:?} in", "{args:?} now in")).unwrap();
    course(&root, &[]).success().stdout("[] now in deep\n").stderr(ends_with(LATER));
    // Nothing has changed, however long that takes to find out.
    course(&root, &[]).success().stderr(contains("compiling").not());
}

#[test]
fn while_another_cargo_builds_it_says_what_it_waits_for() {
    let root = workspace("waiting");
    course(&root, &[]).success();
    let begun = root.join("begun");
    let slow = "fn main() {\n    std::fs::write(\"../../begun\", \"\").unwrap();\n    \
                std::thread::sleep(std::time::Duration::from_secs(4));\n}\n";
    fs::create_dir_all(root.join("crates/slow/src")).unwrap();
    fs::write(root.join("crates/slow/Cargo.toml"), "[package]\nname = \"slow\"\nedition = \"2024\"\n").unwrap();
    fs::write(root.join("crates/slow/src/lib.rs"), "").unwrap();
    fs::write(root.join("crates/slow/build.rs"), slow).unwrap();
    let mut other = cargo(&root).args(["build", "--quiet", "--package", "slow"]).current_dir(&root).spawn().unwrap();
    while !begun.exists() {
        assert!(other.try_wait().unwrap().is_none(), "it has ended without building");
        std::thread::sleep(std::time::Duration::from_millis(10));
    }
    course(&root, &["one"]).code(1).stdout("[\"one\"] in deep\n").stderr(contains(WAITING));
    assert!(other.wait().unwrap().success());
    course(&root, &[]).success().stderr(contains("waiting").not());
}

#[test]
fn a_tool_that_does_not_compile_is_an_error() {
    let root = workspace("error");
    fs::write(root.join("crates/course/src/main.rs"), "fn main() { nothing }\n").unwrap();
    let said = contains(FIRST).and(contains("cannot find value `nothing`"));
    course(&root, &[]).failure().stdout(is_empty()).stderr(said);
}
