//! Where things are: the workspace, its lessons, and the four rooms of each.

use std::fs;
use std::path::{Path, PathBuf};

use clap::ValueEnum;
use serde::Deserialize;

use crate::error::{Error, Result};
use crate::files::{self, Tree};
use crate::rooms::exercise::Exercise;

/// From this lesson on, each is a layer of HTTP, or stands on them, and what is wrong has its section of an RFC.
pub const FIRST_LAYER: &str = "08";

/// Which program of a lesson.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    /// The one that listens.
    #[default]
    Server,
    /// The one that connects.
    Client,
}

impl Role {
    /// As the names of the programs end.
    pub fn name(self) -> &'static str {
        match self {
            Self::Server => "server",
            Self::Client => "client",
        }
    }
}

/// One lesson, known by its folder name `NN-name`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lesson {
    root: PathBuf,
    /// Two digits.
    pub number: String,
    /// The rest of the folder name, and the package name of the reference.
    pub name: String,
}

impl Lesson {
    /// Reads a folder name; `None` when it is not that of a lesson.
    pub fn from_folder(root: &Path, folder: &str) -> Option<Self> {
        let (number, name) = folder.split_once('-')?;
        let good = number.len() == 2 && number.bytes().all(|byte| byte.is_ascii_digit()) && !name.is_empty();
        good.then(|| Self { root: root.to_owned(), number: number.to_owned(), name: name.to_owned() })
    }

    /// `NN-name`
    pub fn folder(&self) -> String {
        format!("{}-{}", self.number, self.name)
    }

    /// The package of the learner's room.
    pub fn package(&self) -> String {
        format!("lesson-{}", self.number)
    }

    /// `crates/NN-name`
    pub fn reference(&self) -> String {
        format!("crates/{}", self.folder())
    }

    /// `lessons/NN-name`
    pub fn room(&self) -> String {
        format!("lessons/{}", self.folder())
    }

    /// `lessons/NN-name/exercise.toml`
    pub fn exercise_file(&self) -> String {
        format!("{}/exercise.toml", self.room())
    }

    /// `tests/NN_name.rs`
    pub fn tests(&self) -> String {
        format!("tests/{}.rs", self.folder().replace('-', "_"))
    }

    /// The graded tests: `tests/NN_name.rs`, and its parts in `tests/NN_name/`, by their path in `tests/`.
    pub fn read_tests(&self) -> Result<Tree> {
        let file = self.tests();
        if !self.path(&file).exists() {
            return Err(Error::Other(self.without_tests()));
        }
        let stem = file.trim_end_matches(".rs");
        let within = |name: &str| name.trim_start_matches("tests/").to_owned();
        let mut tree = Tree::from([(within(&file), files::read(&self.path(&file))?)]);
        if self.path(stem).is_dir() {
            let parts = files::read_tree(&self.path(stem))?.into_iter();
            tree.extend(parts.map(|(name, bytes)| (format!("{}/{name}", within(stem)), bytes)));
        }
        Ok(tree)
    }

    /// `book/src/NN-name.md`
    pub fn chapter(&self) -> String {
        format!("book/src/{}.md", self.folder())
    }

    /// What there is to say of a lesson whose room is away: with it, its task is.
    pub fn without_room(&self) -> String {
        let (number, room) = (&self.number, self.room());
        format!(
            "the room of lesson {number}, {room}, is not there: `git checkout {room}` brings it back as you committed it \
             last, or as it came; then `cargo course start {number}` makes a fresh starter of it"
        )
    }

    /// What there is to say of a lesson whose graded tests are away: nothing can be said of anybody's work in it.
    fn without_tests(&self) -> String {
        let (number, tests) = (&self.number, self.tests());
        format!("the graded tests of lesson {number}, {tests}, are not there: `git checkout {tests}` brings them back")
    }

    /// A path of this lesson, or any path of the workspace, for the file system.
    pub fn path(&self, relative: &str) -> PathBuf {
        self.root.join(relative)
    }

    /// Reads the lesson's `exercise.toml`.
    pub fn exercise(&self) -> Result<Exercise> {
        let file = self.exercise_file();
        Exercise::parse(&file, &files::read_text(&self.path(&file))?)
    }
}

/// The folder of the nearest `Cargo.toml` with a `[workspace]`, from `start` upwards.
pub fn workspace_root(start: &Path) -> Result<PathBuf> {
    for folder in start.ancestors() {
        let manifest = folder.join("Cargo.toml");
        let is_root = |text: String| text.lines().any(|line| line.trim_end() == "[workspace]");
        if fs::read_to_string(manifest).is_ok_and(is_root) {
            return Ok(folder.to_owned());
        }
    }
    let problem = "not inside the course: no Cargo.toml with [workspace] here or above; change to the course's folder";
    Err(Error::Other(format!("{}: {problem}", start.display())))
}

/// The lessons that have a room, in order.
pub fn lessons(root: &Path) -> Result<Vec<Lesson>> {
    let lessons = numbered(root, "lessons")?;
    if lessons.is_empty() {
        let folder = root.join("lessons");
        return Err(Error::Other(format!("{}: no folders NN-name here, so no lessons", folder.display())));
    }
    Ok(lessons)
}

/// The reference steps that have no room yet.
pub fn steps_without_room(root: &Path) -> Result<Vec<Lesson>> {
    let rooms = numbered(root, "lessons")?;
    Ok(numbered(root, "crates")?.into_iter().filter(|step| !rooms.contains(step)).collect())
}

fn numbered(root: &Path, folder: &str) -> Result<Vec<Lesson>> {
    let names = files::names(&root.join(folder))?;
    Ok(names.iter().filter_map(|name| Lesson::from_folder(root, name)).collect())
}

/// The lessons a person asked for, as `3`, `03`, `echo`, `03-echo`, `lesson-03` or the path of a file that belongs to it;
/// all of them when they asked for none.
pub fn select(all: Vec<Lesson>, wanted: &[String]) -> Result<Vec<Lesson>> {
    for word in wanted {
        if !all.iter().any(|lesson| matches(lesson, word)) {
            let lost = all.first().map_or(Ok(Vec::new()), |lesson| steps_without_room(&lesson.root))?;
            if let Some(lost) = lost.iter().find(|lesson| matches(lesson, word)) {
                return Err(Error::Other(lost.without_room()));
            }
            let known: Vec<String> = all.iter().map(Lesson::folder).collect();
            let example = all.first().map_or("01", |lesson| &lesson.number);
            let known = known.join(", ");
            let problem = format!("no lesson `{word}`; there are {known}: name one by its number, such as {example}");
            return Err(Error::Other(problem));
        }
    }
    Ok(all.into_iter().filter(|lesson| wanted.is_empty() || wanted.iter().any(|word| matches(lesson, word))).collect())
}

fn matches(lesson: &Lesson, word: &str) -> bool {
    word.trim().split(['/', '\\']).any(|part| {
        let part = part.trim_end_matches(".rs").trim_end_matches(".md").replace('_', "-");
        let part = part.strip_prefix("lesson-").unwrap_or(&part);
        format!("{part:0>2}") == lesson.number || part == lesson.name || part == lesson.folder()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_name_makes_all_other_names() {
        let lesson = Lesson::from_folder(Path::new("/c"), "06-naive-http").unwrap();
        assert_eq!(lesson.package(), "lesson-06");
        assert_eq!(lesson.tests(), "tests/06_naive_http.rs");
        assert_eq!(lesson.chapter(), "book/src/06-naive-http.md");
        assert_eq!(Lesson::from_folder(Path::new("/c"), "harness"), None);
        assert_eq!(Lesson::from_folder(Path::new("/c"), "6-naive"), None);
    }

    #[test]
    fn a_lesson_is_asked_for_by_number_name_or_folder() {
        let all: Vec<_> =
            ["01-one-way", "03-echo"].iter().filter_map(|name| Lesson::from_folder(Path::new("/c"), name)).collect();
        let words = ["3", "03", " 03 ", "echo", "03-echo", "lesson-03", "lesson-3", "lessons/03-echo/"];
        let paths = ["tests/03_echo.rs", "book/src/03-echo.md", "lessons\\03-echo\\src\\server.rs", "./crates/03-echo"];
        for word in words.into_iter().chain(paths) {
            let found = select(all.clone(), &[word.to_owned()]).unwrap();
            assert_eq!(found, all[1..], "{word}");
        }
        assert_eq!(select(all.clone(), &[]).unwrap(), all);
        let error = select(all, &["9".to_owned()]).unwrap_err().to_string();
        assert_eq!(error, "no lesson `9`; there are 01-one-way, 03-echo: name one by its number, such as 01");
    }
}
