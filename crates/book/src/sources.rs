//! What the pages are made of, and whether that has changed: the files are looked at a few times a second, which costs
//! next to nothing and works on every file system.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

/// The files as they look from outside.
pub type Look = Vec<(PathBuf, u64, Option<SystemTime>)>;

/// All that a book is made of: what lies in its folder, and what its chapters include from elsewhere.
pub fn look(source: &Path) -> Look {
    let mut files = BTreeSet::new();
    add(source, &mut files);
    let chapters = files.iter().filter(|path| path.extension().is_some_and(|kind| kind == "md"));
    let included: Vec<PathBuf> = chapters.flat_map(|chapter| included(chapter)).collect();
    files.extend(included);
    files.into_iter().filter_map(seen).collect()
}

fn seen(path: PathBuf) -> Option<(PathBuf, u64, Option<SystemTime>)> {
    let metadata = fs::metadata(&path).ok()?;
    Some((path, metadata.len(), metadata.modified().ok()))
}

fn add(path: &Path, found: &mut BTreeSet<PathBuf>) {
    if path.is_dir() {
        for entry in fs::read_dir(path).into_iter().flatten().flatten() {
            add(&entry.path(), found);
        }
    } else {
        found.insert(path.to_owned());
    }
}

fn included(chapter: &Path) -> Vec<PathBuf> {
    let folder = chapter.parent().unwrap_or(chapter);
    let text = fs::read_to_string(chapter).unwrap_or_default();
    names(&text).map(|name| folder.join(name)).map(|path| fs::canonicalize(&path).unwrap_or(path)).collect()
}

/// The names of the files that a chapter includes, without which part of them: `{{#include ../echo.rs:main}}`.
fn names(chapter: &str) -> impl Iterator<Item = &str> {
    let links = chapter.split("{{#").skip(1).filter_map(|after| after.split_once("}}"));
    links.filter_map(|(link, _)| {
        let (kind, name) = link.split_once(char::is_whitespace)?;
        let name = name.trim().split([':', ' ']).next()?;
        kind.ends_with("include").then_some(name)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_chapter_names_what_it_includes() {
        let chapter =
            "a {{#include ../b.rs:c}}\n{{#rustdoc_include d.rs}} {{#title e}} {{#include f.rs:1:2}} {{#include";
        assert_eq!(names(chapter).collect::<Vec<_>>(), ["../b.rs", "d.rs", "f.rs"]);
    }

    #[test]
    fn what_is_included_from_elsewhere_is_looked_at_too() {
        let folder = tempfile::tempdir().unwrap();
        let write = |name: &str, text: &str| {
            let path = folder.path().join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        };
        write("book/src/one.md", "{{#include ../../code.rs}}\n");
        write("code.rs", "1");
        write("more.rs", "1");
        let source = folder.path().join("book");
        let first = look(&source);
        assert_eq!(first.len(), 2);
        write("more.rs", "12");
        assert_eq!(look(&source), first);
        write("code.rs", "12");
        let second = look(&source);
        assert_ne!(second, first);
        write("book/figure.svg", "");
        assert_ne!(look(&source), second);
    }
}
