//! How much of a lesson its learner writes.

use std::fmt::{self, Display, Write as _};

use crate::error::{Error, Result};
use crate::files::Tree;
use crate::lessons::Lesson;
use crate::rooms::contract;
use crate::rooms::exercise::Exercise;
use crate::rooms::given;
use crate::rooms::starters::{self, Step};
use crate::rooms::stubs::{self, StubError, Texts};

/// How the manifest of a room says it, where it is not guided.
const NOTE: &str = "# Depth: ";

/// How much of a lesson its learner writes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum Depth {
    /// What is left out at the gaps.
    #[default]
    Guided,
    /// The bodies of the layer.
    Build,
    /// Everything.
    Empty,
}

impl Display for Depth {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Guided => "guided",
            Self::Build => "build",
            Self::Empty => "empty",
        })
    }
}

impl Depth {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Guided, Self::Build, Self::Empty];

    /// The one that a room's manifest names.
    pub fn of_manifest(manifest: &[u8]) -> Self {
        let manifest = String::from_utf8_lossy(manifest);
        let noted = manifest.lines().find_map(|line| line.strip_prefix(NOTE)).map(|word| word.trim_end_matches('.'));
        noted.and_then(Self::from_word).unwrap_or_default()
    }

    /// The depth of this name.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|depth| depth.to_string() == word)
    }

    /// The line in a room's manifest; nothing for what every room is at first.
    pub fn note(self) -> String {
        if self == Self::Guided { String::new() } else { format!("{NOTE}{self}.\n") }
    }

    /// The sources of a room that nobody has written in yet.
    pub fn sources(self, lesson: &Lesson, step: &Step, exercise: &Exercise) -> Result<Tree> {
        match self {
            Self::Guided => starters::sources(lesson, step, exercise, 0),
            Self::Build => build(lesson, step, exercise),
            Self::Empty => empty(lesson, step),
        }
    }
}

/// The reference without the bodies of its layer.
fn build(lesson: &Lesson, step: &Step, exercise: &Exercise) -> Result<Tree> {
    let mut tree = step.with(&[])?;
    let given = given::files(step, exercise, Depth::Build)?;
    given::take_out(&mut tree, lesson, exercise, Depth::Build)?;
    let layer = tree.iter().filter(|(name, _)| step.is_of_layer(name));
    let layer: Texts = layer.map(|(name, bytes)| (name.clone(), String::from_utf8_lossy(bytes).into_owned())).collect();
    let given: Vec<_> = given.values().map(|bytes| String::from_utf8_lossy(bytes)).collect();
    let given: Vec<&str> = given.iter().map(AsRef::as_ref).collect();
    let programs: Vec<String> = step.manifest.programs.iter().map(|program| program.path.clone()).collect();
    let stubbed = stubs::stubbed(&layer, &given, &programs).map_err(|error| at(&lesson.reference(), error))?;
    // What is given may be of no use until something is written that uses it: it is as quiet as who declares it.
    let declares = |name: &String, text: &str| !stubbed.contains_key(name) && given::declares(text);
    let quiet: Texts =
        layer.iter().filter(|(name, text)| declares(name, text)).map(|(n, t)| (n.clone(), t.clone())).collect();
    let texts = stubbed.into_iter().chain(quiet);
    tree.extend(texts.map(|(name, text)| (name, starters::with_allow(&text).into_bytes())));
    Ok(tree)
}

fn at(folder: &str, error: StubError) -> Error {
    Error::at(&format!("{folder}/{}", error.file), error.line, error.problem)
}

/// A room at the build depth in which everything is written that the reference has there.
pub fn built(lesson: &Lesson, step: &Step, exercise: &Exercise) -> Result<Tree> {
    let mut tree = build(lesson, step, exercise)?;
    let reference = step.with(&[])?;
    for (name, bytes) in tree.iter_mut().filter(|(name, _)| step.is_of_layer(name)) {
        let whole = reference.get(name).map(|bytes| String::from_utf8_lossy(bytes)).unwrap_or_default();
        let stub = String::from_utf8_lossy(bytes);
        // What nothing was taken from is as the reference has it, or finds what is given.
        if stub.contains(starters::ALLOW) {
            let filled = stubs::filled(name, &stub, &whole).map_err(|error| at(&lesson.room(), error))?;
            *bytes = filled.into_bytes();
        }
    }
    Ok(tree)
}

/// Programs that do nothing, and what they must do.
fn empty(lesson: &Lesson, step: &Step) -> Result<Tree> {
    let mut tree = Tree::new();
    if step.has_library() {
        let text = format!(
            "//! What the programs of lesson {} share, if you wish: nothing of it is prescribed.\n",
            lesson.number
        );
        tree.insert("src/lib.rs".to_owned(), text.into_bytes());
    }
    let contract = contract::of(lesson)?;
    for (index, program) in step.manifest.programs.iter().enumerate() {
        let role = program.name.rsplit('-').next().unwrap_or_default();
        let mut text = format!("//! The {role} of lesson {}, from nothing.\n//!\n", lesson.number);
        if index == 0 {
            text += "//! Any program passes that keeps to this:\n//!\n";
            for line in contract.lines() {
                let _ = writeln!(text, "{}", format!("//! {line}").trim_end());
            }
        } else {
            let first = step.manifest.programs.first().map_or("", |first| &first.path);
            let _ = writeln!(text, "//! What it must do stands in {first}.");
        }
        let _ = write!(text, "\nfn main() {{\n    todo!(\"the {role}\")\n}}\n");
        tree.insert(program.path.clone(), text.into_bytes());
    }
    Ok(tree)
}

/// The marks of a starter that are still in a source, each with its line, counted from one.
pub fn marks(source: &str) -> Vec<(usize, &str)> {
    let mut marks = Vec::new();
    for (line, number) in source.lines().zip(1..) {
        let mut rest = line;
        while let Some((_, after)) = rest.split_once("todo!(\"") {
            let Some((name, after)) = after.split_once('"') else { break };
            marks.push((number, name));
            rest = after;
        }
    }
    marks
}

/// How many lines of code a source has: neither empty nor a comment.
pub fn code_lines(source: &str) -> usize {
    code(source).count()
}

/// The lines of code of a source, without what they are indented by.
pub fn code(source: &str) -> impl Iterator<Item = &str> {
    code_among(source.lines())
}

/// Those of some lines that are code, without what they are indented by.
pub fn code_among<'a>(lines: impl Iterator<Item = &'a str>) -> impl Iterator<Item = &'a str> {
    lines.map(str::trim).filter(|line| !line.is_empty() && !line.starts_with("//"))
}

/// How much of a layer there is to write at a depth, in lines of code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Share {
    /// What is left out of the starter.
    pub written: usize,
    /// The layer, without what is given.
    pub layer: usize,
    /// What is given of it.
    pub given: usize,
}

impl Share {
    /// Of one depth of a lesson.
    pub fn of(depth: Depth, lesson: &Lesson, step: &Step, exercise: &Exercise) -> Result<Self> {
        let reference = step.with(&[])?;
        // A program's given files are no part of the layer.
        let given = reference.iter().filter(|(name, _)| exercise.is_given(name, depth) && step.is_of_layer(name));
        let given: usize = given.map(|(_, bytes)| code_lines(&String::from_utf8_lossy(bytes))).sum();
        let layer = layer_lines(step, &reference) - given;
        let starter = depth.sources(lesson, step, exercise)?;
        Ok(Self { written: layer.saturating_sub(layer_lines(step, &starter)), layer, given })
    }

    /// The lines of the whole layer.
    pub fn lines(self) -> usize {
        self.layer + self.given
    }

    /// In hundredths of the whole layer.
    pub fn of_all(self) -> usize {
        self.written * 100 / self.lines().max(1)
    }

    /// In hundredths of what is not given.
    pub fn of_the_rest(self) -> usize {
        self.written * 100 / self.layer.max(1)
    }
}

/// How many lines of code of the layer stand in these sources; what the starter has in place of others is none.
fn layer_lines(step: &Step, sources: &Tree) -> usize {
    let is_stand_in = |line: &&str| {
        let line = line.trim();
        line.starts_with("todo!(") || line.starts_with("#![allow(un") || line.starts_with("#[path = ")
    };
    let layer = sources.iter().filter(|(name, _)| step.is_of_layer(name));
    let lines = |bytes: &[u8]| {
        let text = String::from_utf8_lossy(bytes);
        code_lines(&text) - text.lines().filter(is_stand_in).count()
    };
    layer.map(|(_, bytes)| lines(bytes)).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_manifest_names_the_depth_or_is_guided() {
        for depth in Depth::ALL {
            let manifest = format!("# The starter's checksum: 12345678.\n{}\n[package]\n", depth.note());
            assert_eq!(Depth::of_manifest(manifest.as_bytes()), depth);
        }
        assert_eq!(Depth::of_manifest(b"# Depth: bottomless.\n"), Depth::Guided);
    }

    #[test]
    fn what_a_program_is_given_does_not_count_as_given_of_the_layer() {
        let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
        let lesson = Lesson::from_folder(&root, "10-body").unwrap();
        let (step, exercise) = (Step::read(&lesson).unwrap(), lesson.exercise().unwrap());
        assert!(exercise.is_given("src/bin/pages.rs", Depth::Guided));
        let share = Share::of(Depth::Guided, &lesson, &step, &exercise).unwrap();
        assert_eq!(share.layer + share.given, layer_lines(&step, &step.with(&[]).unwrap()));
        let lines = |name: &String| code_lines(&String::from_utf8_lossy(&step.sources[name]));
        let of_the_layer = exercise.given(Depth::Guided).filter(|name| !name.starts_with("src/bin/"));
        assert_eq!(share.given, of_the_layer.map(lines).sum::<usize>());
    }

    #[test]
    fn what_is_left_to_write_is_known_by_its_mark() {
        let source = "fn a() {\n    todo!(\"a\")\n}\nfn b() { todo!(\"B::b\"); todo!() }\n";
        assert_eq!(marks(source), [(2, "a"), (4, "B::b")]);
        assert_eq!(code_lines("//! Docs.\n\n// Why.\nfn a() {}\n    b();\n"), 2);
    }
}
