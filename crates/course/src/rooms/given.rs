//! What is given in a lesson and never touched: such a file does not lie in the room, which takes it from the reference by
//! `#[path]`, and takes nothing else from there.

use std::path::Path;

use crate::error::{Error, Result};
use crate::files::{self, Tree};
use crate::lessons::Lesson;
use crate::rooms::depth::Depth;
use crate::rooms::exercise::Exercise;
use crate::rooms::starters::Step;

/// What a reader sees above the first module that is given.
const NOTE: &str =
    "// What has a path is given: it lies with the reference. Read it there; nothing in it is left to write.";

/// Takes the given files out of a room's sources, and has their modules found where they lie.
pub fn take_out(tree: &mut Tree, lesson: &Lesson, exercise: &Exercise, depth: Depth) -> Result<()> {
    for name in exercise.given(depth) {
        let wrong = |problem: &str| Error::of(&lesson.exercise_file(), format!("{name} {problem}"));
        if tree.remove(name).is_none() {
            return Err(wrong("is given, but the reference has no such file"));
        }
        let Some(module) = Module::of(name) else { return Err(wrong("is given, but is no module of its own")) };
        let mut found = false;
        for (file, bytes) in tree.iter_mut().filter(|(file, _)| module.is_declared_beside(file)) {
            if let Some(text) = with_path(&String::from_utf8_lossy(bytes), &module, &path(file, lesson, name)) {
                (*bytes, found) = (text.into_bytes(), true);
            }
        }
        // A module below one that is given is found from there.
        let is_below = exercise.given(depth).any(|other| Module::of(other).is_some_and(|other| other.holds(name)));
        if !found && !is_below {
            return Err(wrong("is given, but no file of the room declares it with `mod`"));
        }
    }
    Ok(())
}

/// The given files of a lesson at a depth, `src/…`. The guided depth has all that any has.
pub fn files(step: &Step, exercise: &Exercise, depth: Depth) -> Result<Tree> {
    let sources = step.with(&[])?;
    Ok(sources.into_iter().filter(|(name, _)| exercise.is_given(name, depth)).collect())
}

/// Whether a source declares something that is given.
pub fn declares(text: &str) -> bool {
    text.lines().any(|line| line == NOTE)
}

/// Puts the given files of a lesson where a room finds them whose sources lie three folders below this one:
/// `folder/crates/NN-name/src/…`.
pub fn put(folder: &Path, lesson: &Lesson, given: &Tree) -> Result<()> {
    files::write_tree(&folder.join(lesson.reference()), given)
}

/// A module that is a file.
struct Module<'a> {
    /// The folder in which it is declared, or below which.
    folder: &'a str,
    name: &'a str,
}

impl<'a> Module<'a> {
    fn of(file: &'a str) -> Option<Self> {
        let stem = file.strip_suffix(".rs")?;
        let stem = stem.strip_suffix("/mod").unwrap_or(stem);
        let (folder, name) = stem.rsplit_once('/')?;
        Some(Self { folder, name })
    }

    /// Whether this is the file in which Rust looks for a declaration of the module.
    fn is_declared_beside(&self, file: &str) -> bool {
        let within = file.rsplit_once('/').map(|(folder, _)| folder);
        let of_module = Module::of(file).map(|other| format!("{}/{}", other.folder, other.name));
        within == Some(self.folder) || of_module.as_deref() == Some(self.folder)
    }

    fn holds(&self, file: &str) -> bool {
        file.starts_with(&format!("{}/{}/", self.folder, self.name))
    }
}

/// The path from a file of the room in `lessons/NN-name` to a file of the reference.
fn path(file: &str, lesson: &Lesson, name: &str) -> String {
    let up = "../".repeat(file.matches('/').count() + 2);
    format!("{up}{}/{name}", lesson.reference())
}

/// The text with a path on the declaration of a module; nothing where it is not declared.
fn with_path(text: &str, module: &Module, path: &str) -> Option<String> {
    // Most lines end otherwise, and that is soon seen.
    let is_declaration = |line: &str| {
        let before = line.strip_suffix(';').and_then(|line| line.strip_suffix(module.name));
        matches!(before, Some("mod " | "pub mod " | "pub(crate) mod "))
    };
    let lines: Vec<&str> = text.lines().collect();
    let at = lines.iter().position(|line| is_declaration(line))?;
    let note = if text.contains(NOTE) { String::new() } else { format!("{NOTE}\n") };
    let attribute = format!("{note}#[path = \"{path}\"]");
    // Below the documentation and the attributes of the module.
    let (before, after) = lines.split_at(at);
    let all = before.iter().copied().chain([attribute.as_str()]).chain(after.iter().copied());
    Some(all.flat_map(|line| [line, "\n"]).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_module_is_found_with_the_reference() {
        let lesson = Lesson::from_folder(Path::new("/c"), "08-request").unwrap();
        let module = Module::of("src/status.rs").unwrap();
        let text = "//! Docs.\n\nmod line;\npub mod status;\n";
        let expected = format!(
            "//! Docs.\n\nmod line;\n{NOTE}\n#[path = \"../../../crates/08-request/src/status.rs\"]\npub mod status;\n"
        );
        let with = with_path(text, &module, &path("src/lib.rs", &lesson, "src/status.rs"));
        assert_eq!(with.as_deref(), Some(expected.as_str()));
        assert_eq!(with_path("mod statuses;\n", &module, "x"), None);
        let deeper = path("src/bin/server.rs", &lesson, "src/bin/pages.rs");
        assert_eq!(deeper, "../../../../crates/08-request/src/bin/pages.rs");
    }

    #[test]
    fn a_module_is_declared_beside_its_file_or_above_its_folder() {
        let module = Module::of("src/uri/host.rs").unwrap();
        assert!(module.is_declared_beside("src/uri/mod.rs") && module.is_declared_beside("src/uri.rs"));
        assert!(!module.is_declared_beside("src/lib.rs"));
        assert!(Module::of("src/uri.rs").unwrap().holds("src/uri/host.rs"));
        assert!(Module::of("src/uri/mod.rs").unwrap().is_declared_beside("src/lib.rs"));
    }
}
