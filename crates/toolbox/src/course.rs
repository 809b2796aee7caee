//! The course in whose folder this program was called.

use std::collections::BTreeMap;
use std::env;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};

/// What a graded test says first of the requirement that it proves.
const PROVES: &str = "/// proves: ";

/// The folder of the course: this one, or one above it.
///
/// # Errors
///
/// When this is not inside the course.
pub fn root() -> anyhow::Result<PathBuf> {
    let here = env::current_dir().context("cannot find the current folder")?;
    match here.ancestors().find(|folder| folder.join("lessons").is_dir()) {
        Some(root) => Ok(root.to_owned()),
        None => bail!("not inside the course: no folder lessons/ here or above"),
    }
}

/// The names of all lessons by their numbers: `request` by `08`.
///
/// # Errors
///
/// When the folder of the lessons cannot be read.
pub fn lessons(root: &Path) -> anyhow::Result<BTreeMap<String, String>> {
    let folders = fs::read_dir(root.join("lessons")).context("cannot read lessons/")?;
    let names = folders.filter_map(|entry| entry.ok()?.file_name().into_string().ok());
    let split = |name: String| name.split_once('-').map(|(number, name)| (number.to_owned(), name.to_owned()));
    Ok(names.filter_map(split).filter(|(number, _)| is_number(number)).collect())
}

/// Whether a word looks like the number of a lesson.
pub fn is_number(word: &str) -> bool {
    word.len() == 2 && word.bytes().all(|octet| octet.is_ascii_digit())
}

/// The sources of a lesson's graded tests; none where they cannot be read.
pub fn tests(root: &Path, number: &str, name: &str) -> Vec<String> {
    let stem = root.join("tests").join(format!("{number}_{}", name.replace('-', "_")));
    let parts = fs::read_dir(&stem).into_iter().flatten().filter_map(|entry| Some(entry.ok()?.path()));
    let files = std::iter::once(stem.with_extension("rs")).chain(parts);
    files.filter_map(|file| fs::read_to_string(file).ok()).collect()
}

/// The names of the graded tests in a source, in their order. One that is left out on some systems is among them.
pub fn names(source: &str) -> impl Iterator<Item = &str> {
    let lines = source.lines().scan(false, |is_test, line| {
        let was_test = *is_test;
        // Between the attribute and the function there may be others.
        *is_test = line.trim() == "#[test]" || was_test && line.trim_start().starts_with("#[");
        Some(line.trim_start().strip_prefix("fn ").filter(|_| was_test))
    });
    lines.flatten().filter_map(|rest| rest.split_once('(')).map(|(name, _)| name)
}

/// The requirements that a source's tests prove.
pub fn proved(source: &str) -> impl Iterator<Item = &str> {
    source.lines().filter_map(|line| line.trim_start().strip_prefix(PROVES)).map(str::trim)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tests_and_what_they_prove_are_found_in_a_source() {
        let source =
            "/// proves: 9112-3.2-a\n#[test]\n#[cfg(unix)]\nfn one() -> Verdict {\n    fn inner() {}\n}\nfn no() {}\n";
        assert_eq!(names(source).collect::<Vec<_>>(), ["one"]);
        assert_eq!(proved(source).collect::<Vec<_>>(), ["9112-3.2-a"]);
    }

    #[test]
    fn every_lesson_has_tests_of_its_own() {
        let root = root().expect("the course");
        let lessons = lessons(&root).expect("its lessons");
        assert_eq!(lessons.get("08").map(String::as_str), Some("request"));
        for (number, name) in lessons {
            let sources = tests(&root, &number, &name);
            assert!(sources.iter().any(|source| names(source).next().is_some()), "{number}");
        }
    }
}
