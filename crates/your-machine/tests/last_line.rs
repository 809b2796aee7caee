//! What `cargo test` prints last, in a small workspace.

use std::fs;
use std::path::{Path, PathBuf};

use assert_cmd::Command;
use predicates::prelude::*;
use predicates::str::{contains, ends_with};

const WORKS: &str = "\nEvery test has passed: the course works on this machine.\nTo begin, or to go on: cargo course\n";

/// A workspace with this package and another one with this test.
fn workspace(name: &str, test: &str) -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let root = Path::new(env!("CARGO_TARGET_TMPDIR")).join("last-line").join(name);
    if root.exists() {
        fs::remove_dir_all(&root).unwrap();
    }
    let write = |file: &str, text: &str| {
        let path = root.join(file);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    };
    for file in ["src/lib.rs", "tests/your_machine.rs", "tests/last_line.rs"] {
        write(&format!("your-machine/{file}"), &fs::read_to_string(here.join(file)).unwrap());
    }
    let manifest = fs::read_to_string(here.join("Cargo.toml")).unwrap();
    let (_, targets) = manifest.split_once("[lib]").unwrap();
    let (targets, _) = targets.split_once("[dev-dependencies]").unwrap();
    let package = |name: &str| format!("[package]\nname = \"{name}\"\nedition = \"2024\"\n\n[lib]\n");
    write("your-machine/Cargo.toml", &format!("{}{targets}", package("your-machine")));
    write("two-way/Cargo.toml", &format!("{}doctest = false\n", package("two-way")));
    write("two-way/src/lib.rs", test);
    write("Cargo.toml", "[workspace]\nresolver = \"3\"\nmembers = [\"two-way\", \"your-machine\"]\n");
    root
}

fn test(root: &Path, args: &[&str]) -> assert_cmd::assert::Assert {
    let mut command = Command::new(env!("CARGO"));
    for (name, _) in std::env::vars_os().filter(|(name, _)| name.to_string_lossy().starts_with("CARGO_")) {
        if name != "CARGO_HOME" {
            command.env_remove(name);
        }
    }
    command.arg("test").args(args).current_dir(root).assert()
}

#[test]
fn a_run_that_passes_ends_with_a_line_that_says_so() {
    let root = workspace("passes", "#[test]\nfn good() {}\n");
    let end =
        if cfg!(unix) { WORKS } else { "the course works on this machine.\nTo begin, or to go on: cargo course\n" };
    test(&root, &[]).success().stdout(ends_with(end));
    test(&root, &["--quiet"]).success().stdout(ends_with(end));
    test(&root, &["good"]).success().stdout(contains("works on this machine").not());
}

#[test]
fn a_run_that_fails_does_not_end_with_it() {
    let root = workspace("fails", "#[test]\nfn bad() {\n    panic!()\n}\n");
    for args in [&[][..], &["--quiet"]] {
        let failed = contains("test result: FAILED").and(contains("works on this machine").not());
        test(&root, args).failure().stdout(failed);
    }
    #[cfg(unix)]
    test(&root, &["--no-fail-fast"]).failure().stdout(contains("works on this machine").not());
}
