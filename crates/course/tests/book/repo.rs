//! The texts of the repository, and what is wrong with them.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::{self, Display};
use std::fs;
use std::io;
use std::path::Path;

pub const CHAPTERS: &str = "book/src/";
pub const SUMMARY: &str = "book/src/SUMMARY.md";
pub const TRANSCRIPTS: &str = "book/transcripts/";

/// Files above this size are known by name only.
const LARGEST_TEXT: u64 = 1 << 20;

/// The texts of the repository by path; paths are relative to its root, with `/`.
pub struct Repo {
    pub files: BTreeMap<String, String>,
}

impl Repo {
    pub fn read(root: &Path) -> io::Result<Self> {
        let mut files = BTreeMap::new();
        read_folder(root, "", &mut files)?;
        Ok(Self { files })
    }

    pub fn text(&self, path: &str) -> Option<&str> {
        self.files.get(path).map(String::as_str)
    }

    /// Whether there is a file or a folder with this path.
    pub fn has(&self, path: &str) -> bool {
        let path = path.trim_end_matches('/');
        let folder = format!("{path}/");
        path.is_empty() || self.files.contains_key(path) || self.under(&folder).next().is_some()
    }

    pub fn under<'a>(&'a self, folder: &'a str) -> impl Iterator<Item = (&'a str, &'a str)> {
        let from = self.files.range(folder.to_owned()..);
        from.take_while(move |(path, _)| path.starts_with(folder)).map(|(path, text)| (path.as_str(), text.as_str()))
    }

    /// The pages of the book, without its summary.
    pub fn pages(&self) -> impl Iterator<Item = (&str, &str)> {
        self.under(CHAPTERS).filter(|(path, _)| has_extension(path, "md") && *path != SUMMARY)
    }

    /// The chapters of the lessons: pages whose names begin with a number.
    pub fn lesson_chapters(&self) -> impl Iterator<Item = (&str, &str)> {
        self.pages().filter(|(path, _)| path.strip_prefix(CHAPTERS).is_some_and(|name| lesson_number(name).is_some()))
    }

    /// The folders directly in `parent` that belong to a lesson, as `NN-name`.
    pub fn lessons_in<'a>(&'a self, parent: &'a str) -> BTreeSet<&'a str> {
        let folders = self.under(parent).filter_map(|(path, _)| path.strip_prefix(parent)?.split_once('/'));
        folders.map(|(name, _)| name).filter(|name| lesson_number(name).is_some()).collect()
    }

    /// The Markdown files outside of the book that readers follow links in.
    pub fn guides(&self) -> impl Iterator<Item = (&str, &str)> {
        let is_guide = |path: &str| {
            let lesson = path.strip_prefix("lessons/").and_then(|rest| rest.strip_suffix("/README.md"));
            ["README.md", "CONTRIBUTING.md"].contains(&path) || lesson.is_some_and(|name| !name.contains('/'))
        };
        self.files.iter().map(|(path, text)| (path.as_str(), text.as_str())).filter(move |(path, _)| is_guide(path))
    }
}

fn read_folder(folder: &Path, prefix: &str, files: &mut BTreeMap<String, String>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let Ok(name) = entry.file_name().into_string() else { continue };
        let path = format!("{prefix}{name}");
        let kind = entry.file_type()?;
        if kind.is_dir() && !["target", ".git", "book/book"].contains(&path.as_str()) {
            read_folder(&entry.path(), &format!("{path}/"), files)?;
        } else if kind.is_file() {
            let text = if entry.metadata()?.len() > LARGEST_TEXT { Vec::new() } else { fs::read(entry.path())? };
            files.insert(path, String::from_utf8_lossy(&text).replace("\r\n", "\n"));
        }
    }
    Ok(())
}

/// The `NN` of a name `NN-…` or `NN_…`.
pub fn lesson_number(name: &str) -> Option<&str> {
    let (number, _) = name.split_once(['-', '_'])?;
    (number.len() == 2 && number.bytes().all(|byte| byte.is_ascii_digit())).then_some(number)
}

pub fn has_extension(path: &str, extension: &str) -> bool {
    Path::new(path).extension().is_some_and(|found| found.eq_ignore_ascii_case(extension))
}

/// Where `link`, written in a file at `from`, leads; `None` outside of the repository.
pub fn resolve(from: &str, link: &str) -> Option<String> {
    let mut parts: Vec<&str> = from.split('/').collect();
    parts.pop();
    for part in link.split('/') {
        match part {
            "" | "." => (),
            ".." => drop(parts.pop()?),
            _ => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

/// One thing to mend, with its place and what to do about it.
pub struct Problem {
    pub file: String,
    pub line: usize,
    pub what: String,
}

impl Problem {
    pub fn new(file: &str, line: usize, what: impl Into<String>) -> Self {
        Self { file: file.to_owned(), line, what: what.into() }
    }
}

impl Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}", self.file, self.line, self.what)
    }
}
