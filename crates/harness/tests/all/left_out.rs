//! What a system cannot show is named there, by every graded test.

use std::path::{Path, PathBuf};
use std::{fs, iter};

/// The graded tests of all lessons: name and text of each file, with its parts.
fn files() -> Vec<(String, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests");
    let whole = |path: PathBuf| {
        let parts = rust_files(&path.with_extension(""));
        let texts: Vec<String> =
            iter::once(path.clone()).chain(parts).map(|path| fs::read_to_string(path).unwrap()).collect();
        (path.file_name().unwrap().to_string_lossy().into_owned(), texts.join("\n"))
    };
    rust_files(&folder).into_iter().map(whole).collect()
}

/// The sources directly in a folder, in the order of their names; none where there is no such folder.
fn rust_files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten().map(|entry| entry.unwrap().path());
    let mut files: Vec<PathBuf> =
        entries.filter(|path| path.extension().is_some_and(|extension| extension == "rs")).collect();
    files.sort();
    files
}

/// The systems on which `#[cfg(these)]` leaves something out.
fn others(systems: &str) -> String {
    match systems.strip_prefix("not(").and_then(|rest| rest.strip_suffix(')')) {
        Some(others) => others.to_owned(),
        None => format!("not({systems})"),
    }
}

/// Names of tests, each with systems.
type Bound<'a> = Vec<(String, &'a str)>;

/// The tests that are compiled for some systems only, and those that are named as left out on some.
fn bound(text: &str) -> (Bound<'_>, Bound<'_>) {
    let (mut tests, mut named) = (Vec::new(), Vec::new());
    let (mut systems, mut in_names) = (None, false);
    for line in text.lines() {
        if let Some(attribute) = line.strip_prefix("#[cfg(") {
            systems = attribute.strip_suffix(")]");
        } else if line == "harness::tests_left_out! {" {
            in_names = true;
        } else if line == "}" {
            (systems, in_names) = (None, false);
        } else if let Some(systems) = systems {
            if let Some((name, _)) = line.split_once(": \"").filter(|_| in_names) {
                named.push((name.trim_start().to_owned(), systems));
            } else if let Some((name, _)) = line.strip_prefix("fn ").and_then(|rest| rest.split_once("() -> Verdict")) {
                tests.push((name.to_owned(), systems));
            }
        }
    }
    (tests, named)
}

#[test]
fn every_graded_test_that_a_system_cannot_make_is_named_there() {
    let mut count = 0;
    for (file, text) in files() {
        let (tests, mut named) = bound(&text);
        count += tests.len();
        let mut unmade: Vec<_> = tests.into_iter().map(|(name, systems)| (name, others(systems))).collect();
        unmade.sort();
        named.sort();
        let named: Vec<_> = named.into_iter().map(|(name, systems)| (name, systems.to_owned())).collect();
        assert_eq!(unmade, named, "{file}: tests that are not compiled (left), and those in tests_left_out! (right)");
    }
    assert!(count > 20, "only {count} tests with #[cfg(…)] were found");
}

#[test]
fn no_graded_test_leaves_a_part_out_in_silence() {
    let signs = ["cfg!(target_os", "cfg!(unix", "cfg!(not(", "    #[cfg("];
    let mut count = 0;
    for (file, text) in files() {
        for function in text.split("\nfn ").skip(1).filter(|function| signs.iter().any(|sign| function.contains(sign)))
        {
            let name = function.split('(').next().unwrap_or_default();
            assert!(function.contains("harness::left_out("), "{file}: {name} does not say what it leaves out");
            count += 1;
        }
    }
    assert!(count > 3, "only {count} tests that leave a part out were found");
}
