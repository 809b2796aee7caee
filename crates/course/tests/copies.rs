//! What is the course's own to check stays green in a copy in which somebody learns.

#![cfg(unix)]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap().flatten() {
        let kind = entry.file_type().unwrap();
        if kind.is_dir() && entry.file_name() != "target" {
            copy(&entry.path(), &to.join(entry.file_name()));
        } else if kind.is_file() {
            fs::copy(entry.path(), to.join(entry.file_name())).unwrap();
        }
    }
}

/// A copy of the course with a filled gap in lesson 01 that rustfmt would write otherwise, and a file of the learner's.
fn with_work() -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("copy");
    let _ = fs::remove_dir_all(&folder);
    for name in [".cargo", ".ci", "crates", "lessons", "tests"] {
        copy(&root().join(name), &folder.join(name));
    }
    for name in ["Cargo.toml", "Cargo.lock", "rustfmt.toml"] {
        fs::copy(root().join(name), folder.join(name)).unwrap();
    }
    let server = folder.join("lessons/01-one-way/src/server.rs");
    let text = fs::read_to_string(&server).unwrap();
    fs::write(&server, text.replacen("todo!(\"gap 1: listen\")", "TcpListener :: bind( addr )", 1)).unwrap();
    fs::write(folder.join("lessons/01-one-way/src/notes.rs"), "fn  a ( ) { }\n").unwrap();
    folder
}

#[test]
fn work_in_a_room_fails_no_step_of_ci() {
    let copy = with_work();
    let format = Command::new("bash").args([".ci/run", "format"]).current_dir(&copy).output().unwrap();
    let said = String::from_utf8_lossy(&format.stdout);
    // Whether the rest is formatted is for the step itself to say.
    assert!(said.contains("\n== format\n") && !said.contains("/lessons/"), "{said}");
    let starters = Command::new(env!("CARGO_BIN_EXE_course")).args(["starters", "--check"]).current_dir(&copy).output();
    let starters = starters.unwrap();
    let said = String::from_utf8_lossy(&starters.stdout);
    assert!(starters.status.success(), "{said}{}", String::from_utf8_lossy(&starters.stderr));
    assert!(said.contains("work    lessons/01-one-way: not compared\n"), "{said}");
    assert!(!said.contains("stale"), "{said}");
}

/// The other steps compile for minutes. None of them may name the learners' packages.
#[test]
fn no_step_of_ci_builds_the_rooms() {
    let script = fs::read_to_string(root().join(".ci/run")).unwrap();
    let whole = script.lines().filter(|line| line.contains("--workspace") || line.contains("--all "));
    let whole: Vec<&str> = whole.collect();
    assert!(whole.len() >= 2, "{whole:?}");
    for line in whole {
        assert!(line.contains("--exclude \"lesson-*\""), "{line}");
    }
}
