//! The learner's rooms, derived from the reference steps: `cargo course starters`.

use std::collections::BTreeMap;
use std::fs;

use crate::error::{Error, Result};
use crate::files::{self, Tree};
use crate::lessons::Lesson;
use crate::rooms::anchors::{Anchor, MarkError, Marked};
use crate::rooms::depth::Depth;
use crate::rooms::exercise::{Exercise, Place, marker};
use crate::rooms::given;
use crate::rooms::manifest;
use crate::rooms::own::Heading;

/// What a file with gaps needs so that rustc has no warnings for it.
pub const ALLOW: &str = "\
// Remove the next two lines when every gap of this file is filled.
#![allow(unused_imports, unused_variables, unused_mut, dead_code)]
#![allow(unreachable_code, clippy::all, clippy::pedantic)]
";

/// The manifest of a room says in its first line which sources were derived with it: so the starter of an earlier
/// reference can be told from somebody's work.
const CHECKSUM: &str = "# The starter's checksum: ";

const MANIFEST: &str = "Cargo.toml";

/// The files of a room that still begin with what keeps rustc quiet about empty gaps.
pub fn with_allow_left(lesson: &Lesson) -> Result<Vec<String>> {
    // An earlier edition had both in one line, which began in the same way.
    let begins = ["#![allow(unused_imports, ", "#![allow(unreachable_code, "];
    let is_it = |line: &str| begins.iter().any(|begin| line.trim_start().starts_with(begin));
    let has_it = |bytes: &[u8]| String::from_utf8_lossy(bytes).lines().any(is_it);
    let room = room(lesson)?.into_iter().filter(|(_, bytes)| has_it(bytes));
    Ok(room.map(|(name, _)| format!("{}/{name}", lesson.room())).collect())
}

/// A reference step: its files, and the marks in them.
#[derive(Debug)]
pub struct Step {
    /// The folder in the workspace.
    folder: String,
    /// `src/…`
    pub sources: Tree,
    /// The manifest.
    pub manifest: manifest::Reference,
    /// The file of each anchor.
    anchors: BTreeMap<String, String>,
}

impl Step {
    /// Reads the reference of a lesson.
    pub fn read(lesson: &Lesson) -> Result<Self> {
        let folder = lesson.reference();
        let manifest_file = format!("{folder}/Cargo.toml");
        let manifest = files::read_text(&lesson.path(&manifest_file))?;
        let manifest = manifest::Reference::parse(&manifest_file, &manifest)?;
        let sources = files::read_tree(&lesson.path(&folder).join("src"))?;
        let sources: Tree = sources.into_iter().map(|(name, bytes)| (format!("src/{name}"), bytes)).collect();
        let mut anchors = BTreeMap::new();
        for name in sources.keys() {
            let Some(text) = source(&sources, name) else { continue };
            let file = format!("{folder}/{name}");
            let marked = Marked::parse(text).map_err(|error| in_file(&file, error))?;
            for anchor in marked.anchors() {
                if let Some(other) = anchors.insert(anchor.name.to_owned(), name.clone()) {
                    let problem = format!("anchor `{}` is opened twice, first in {folder}/{other}", anchor.name);
                    return Err(Error::at(&file, anchor.line(), problem));
                }
            }
        }
        Ok(Self { folder, sources, manifest, anchors })
    }

    /// Whether the package is a library too.
    pub fn has_library(&self) -> bool {
        self.sources.contains_key("src/lib.rs")
    }

    /// Whether a file belongs to what the lesson is about: its library, or all of it where it has none.
    pub fn is_of_layer(&self, name: &str) -> bool {
        files::is_rust(name) && (!self.has_library() || self.program_of(name).is_none())
    }

    /// The number of the program to which a file belongs: its main file, or a module that this declares.
    pub fn program_of(&self, name: &str) -> Option<usize> {
        self.manifest
            .programs
            .iter()
            .position(|program| owns(&program.path, source(&self.sources, &program.path).unwrap_or_default(), name))
    }

    /// The files without which the package cannot even be described.
    pub fn mains(&self) -> Vec<String> {
        let programs = self.manifest.programs.iter().map(|program| program.path.clone());
        programs.chain(self.has_library().then(|| "src/lib.rs".to_owned())).collect()
    }

    /// The sources with the content of some anchors replaced and all marks gone. A wish for an
    /// anchor that is not there is an error at the place of the wish.
    pub fn with(&self, replacements: &[Replacement]) -> Result<Tree> {
        for Replacement { anchor, file, asked_by, .. } in replacements {
            let found = self.anchors.get(*anchor);
            if found.is_none() || file.is_some_and(|file| found.is_some_and(|found| found != file)) {
                let place = file.map_or_else(|| self.folder.clone(), |file| format!("{}/{file}", self.folder));
                return Err(Error::at(&asked_by.0, asked_by.1, format!("{place} has no anchor `{anchor}`")));
            }
        }
        let mut tree = Tree::new();
        for (name, bytes) in &self.sources {
            let Some(text) = source(&self.sources, name) else {
                tree.insert(name.clone(), bytes.clone());
                continue;
            };
            let file = format!("{}/{name}", self.folder);
            let marked = Marked::parse(text).map_err(|error| in_file(&file, error))?;
            let here = replacements.iter().filter_map(|replacement| {
                let anchor = marked.find(replacement.anchor)?;
                Some((anchor, (replacement.code)(&marked, anchor)))
            });
            let replaced = marked.replace(&here.collect::<Vec<_>>()).map_err(|error| in_file(&file, error))?;
            tree.insert(name.clone(), replaced.into_bytes());
        }
        Ok(tree)
    }
}

/// Whether a file is the main file of a program, or a module that this, of which it is the text, declares.
pub fn owns(main: &str, text: &str, name: &str) -> bool {
    main == name || module_of(main, name).is_some_and(|module| declares(text, module))
}

/// The module of a program to which a file belongs, if it lies where the program's modules do: beside its main file.
fn module_of<'a>(main: &str, file: &'a str) -> Option<&'a str> {
    let (folder, _) = main.rsplit_once('/')?;
    let path = file.strip_prefix(folder)?.strip_prefix('/')?;
    Some(path.split_once('/').map_or_else(|| path.strip_suffix(".rs").unwrap_or(path), |(module, _)| module))
}

fn declares(main: &str, module: &str) -> bool {
    main.lines().any(|line| line.strip_prefix("mod ").and_then(|line| line.strip_suffix(';')) == Some(module))
}

/// Makes the code for an anchor, given the text it stands in.
pub trait Code: Fn(&Marked, &Anchor) -> String {}

impl<F: Fn(&Marked, &Anchor) -> String> Code for F {}

/// New content for one anchor.
pub struct Replacement<'a> {
    /// The name of the anchor.
    pub anchor: &'a str,
    /// The file it must stand in, `src/server.rs`, when that is known.
    pub file: Option<&'a str>,
    /// File and line of the wish, for an error.
    pub asked_by: (String, usize),
    /// What comes in its place.
    pub code: Box<dyn Code + 'a>,
}

/// The text of a Rust source; other files have no marks.
fn source<'a>(sources: &'a Tree, name: &str) -> Option<&'a str> {
    if !files::is_rust(name) {
        return None;
    }
    std::str::from_utf8(sources.get(name)?).ok()
}

fn in_file(file: &str, error: MarkError) -> Error {
    Error::at(file, error.line, error.problem)
}

/// The files of a learner's room that are derived: `Cargo.toml` and `src/…`.
pub fn derive(lesson: &Lesson, step: &Step, exercise: &Exercise, depth: Depth) -> Result<Tree> {
    let mut tree = depth.sources(lesson, step, exercise)?;
    let manifest = step.manifest.starter(&lesson.package(), &lesson.number, &lesson.folder(), step.has_library());
    let head = format!("{CHECKSUM}{:08x}.\n{}", files::checksum(&tree), depth.note());
    tree.insert(MANIFEST.to_owned(), format!("{head}{manifest}").into_bytes());
    Ok(tree)
}

/// The sources of a room in which the first `filled` gaps are filled as in the reference, and all others empty.
pub fn sources(lesson: &Lesson, step: &Step, exercise: &Exercise, filled: usize) -> Result<Tree> {
    let count = exercise.gaps.len();
    let mut replacements = Vec::new();
    for (gap, number) in exercise.gaps.iter().zip(1..).skip(filled) {
        for (place, at) in gap.places.iter().zip(1..) {
            let heading = Heading { number, gap, place: at };
            replacements.push(Replacement {
                anchor: &place.anchor,
                file: Some(&place.file),
                asked_by: (lesson.exercise_file(), place.line),
                code: Box::new(move |marked, anchor| gap_text(&heading, place, count, marked, anchor)),
            });
        }
    }
    let mut tree = step.with(&replacements)?;
    let places = || exercise.gaps.iter().flat_map(|gap| &gap.places);
    for (name, bytes) in &mut tree {
        if places().any(|place| place.file == *name) {
            *bytes = with_allow(&String::from_utf8_lossy(bytes)).into_bytes();
        }
    }
    if let Some(place) = places().find(|place| exercise.is_given(&place.file, Depth::Guided)) {
        let problem = format!("{} has a gap, and is given all the same", place.file);
        return Err(Error::at(&lesson.exercise_file(), place.line, problem));
    }
    given::take_out(&mut tree, lesson, exercise, Depth::Guided)?;
    Ok(tree)
}

/// Reads the lesson's reference and exercise and derives the room.
pub fn derived(lesson: &Lesson, depth: Depth) -> Result<Tree> {
    derive(lesson, &Step::read(lesson)?, &lesson.exercise()?, depth)
}

/// The depth at which the lesson's room was begun.
pub fn depth(lesson: &Lesson) -> Depth {
    Depth::of_manifest(&files::read(&lesson.path(&lesson.room()).join(MANIFEST)).unwrap_or_default())
}

fn gap_text(heading: &Heading, place: &Place, count: usize, marked: &Marked, anchor: &Anchor) -> String {
    let code = place.starter.clone().unwrap_or_else(|| {
        // Where more code follows, `todo!` is a statement; at the end of a block it is the value.
        let is_last = marked.code_after(anchor).is_none_or(|line| line.trim_start().starts_with('}'));
        marker(heading.number, &heading.gap.name) + if is_last { "" } else { ";" }
    });
    let mut text = heading.line(count) + "\n";
    for line in place.task.lines() {
        text.push_str(format!("// {}", line.trim()).trim_end());
        text.push('\n');
    }
    text.push_str(&dedented(&code));
    let indent = marked.indent(anchor);
    text.lines().map(|line| if line.is_empty() { "\n".to_owned() } else { format!("{indent}{line}\n") }).collect()
}

/// Code without the white space that all its lines begin with, and without empty lines around it.
fn dedented(code: &str) -> String {
    let lines: Vec<&str> = code.trim_end().lines().skip_while(|line| line.trim().is_empty()).collect();
    let indent = |line: &&str| line.len() - line.trim_start().len();
    let common = lines.iter().filter(|line| !line.trim().is_empty()).map(indent).min().unwrap_or(0);
    let lines: Vec<&str> = lines.iter().map(|line| line.get(common..).unwrap_or_default().trim_end()).collect();
    lines.join("\n")
}

/// A source whose gaps bring no warnings.
pub fn with_allow(text: &str) -> String {
    let docs: usize = text.lines().take_while(|line| line.starts_with("//!")).map(|line| line.len() + 1).sum();
    let (docs, rest) = text.split_at(docs.min(text.len()));
    let before = if docs.is_empty() { "" } else { "\n" };
    // The file's own attributes follow these at once, as rustfmt has it.
    let rest = rest.strip_prefix('\n').filter(|rest| rest.starts_with("#![")).unwrap_or(rest);
    let after = if rest.starts_with('\n') || rest.starts_with("#![") { "" } else { "\n" };
    format!("{docs}{before}{ALLOW}{after}{rest}")
}

/// The derived files of a room that are not as they should be, by their path in the workspace, with what they should
/// hold; nothing when they should not be there.
pub fn stale(lesson: &Lesson) -> Result<BTreeMap<String, Option<Vec<u8>>>> {
    let derived = derived(lesson, depth(lesson))?;
    let current = room(lesson)?;
    let mut stale = BTreeMap::new();
    for (name, bytes) in &derived {
        if current.get(name) != Some(bytes) {
            stale.insert(format!("{}/{name}", lesson.room()), Some(bytes.clone()));
        }
    }
    for name in current.keys().filter(|name| !derived.contains_key(*name)) {
        stale.insert(format!("{}/{name}", lesson.room()), None);
    }
    Ok(stale)
}

/// The files in a learner's room that a starter has: `Cargo.toml` and `src/…`.
pub fn room(lesson: &Lesson) -> Result<Tree> {
    let mut tree = Tree::new();
    for (name, bytes) in files::read_tree(&lesson.path(&lesson.room()))? {
        if name == MANIFEST || is_source(&name) {
            tree.insert(name, bytes);
        }
    }
    Ok(tree)
}

/// Whether a file of a room is one that a learner may edit.
pub fn is_source(name: &str) -> bool {
    name.starts_with("src/")
}

/// Whether the sources of a room are somebody's work: others than those that were derived with its manifest.
pub fn has_work(lesson: &Lesson) -> Result<bool> {
    let mut sources = room(lesson)?;
    let manifest = sources.remove(MANIFEST).unwrap_or_default();
    Ok(!sources.is_empty() && noted_checksum(&manifest) != Some(format!("{:08x}", files::checksum(&sources))))
}

/// Whether a room was derived from another reference than the one that is here, whatever has been written in it since.
pub fn is_outdated(lesson: &Lesson) -> Result<bool> {
    let noted = |tree: &Tree| noted_checksum(tree.get(MANIFEST).map_or(&[][..], Vec::as_slice));
    Ok(noted(&room(lesson)?) != noted(&derived(lesson, depth(lesson))?))
}

fn noted_checksum(manifest: &[u8]) -> Option<String> {
    let manifest = String::from_utf8_lossy(manifest);
    let noted = manifest.lines().find_map(|line| line.strip_prefix(CHECKSUM))?;
    Some(noted.trim().trim_end_matches('.').to_owned())
}

/// Whether a learner has not changed any source of the room yet.
pub fn is_untouched(lesson: &Lesson) -> Result<bool> {
    Ok(stale(lesson)?.keys().all(|file| file.ends_with("/Cargo.toml")))
}

/// Brings one room up to date and says which files that changed.
pub fn update(lesson: &Lesson) -> Result<Vec<String>> {
    let stale = stale(lesson)?;
    for (file, content) in &stale {
        let path = lesson.path(file);
        match content {
            Some(bytes) => files::write(&path, bytes)?,
            None => fs::remove_file(&path).map_err(Error::io("remove", &path))?,
        }
    }
    Ok(stale.into_keys().collect())
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::rooms::exercise::Gap;

    fn gap(starter: Option<&str>) -> Gap {
        let place = Place {
            anchor: "greet".to_owned(),
            file: "src/server.rs".to_owned(),
            task: "Say hello.\n\nTwice.".to_owned(),
            starter: starter.map(str::to_owned),
            line: 1,
        };
        Gap { name: "greet".to_owned(), places: vec![place], tests: BTreeSet::new(), hints: Vec::new() }
    }

    fn filled(text: &str, gap: &Gap) -> String {
        let marked = Marked::parse(text).unwrap();
        let anchor = marked.find("greet").unwrap();
        gap_text(&Heading { number: 2, gap, place: 1 }, &gap.places[0], 3, &marked, anchor)
    }

    #[test]
    fn a_gap_at_the_end_of_a_block_is_its_value() {
        let text = "fn f() {\n    // ANCHOR: greet\n    hello()\n    // ANCHOR_END: greet\n}\n";
        let expected =
            "    // GAP 2 of 3: greet\n    // Say hello.\n    //\n    // Twice.\n    todo!(\"gap 2: greet\")\n";
        assert_eq!(filled(text, &gap(None)), expected);
    }

    #[test]
    fn a_gap_before_other_code_is_a_statement() {
        let text = "    // ANCHOR: greet\n    a();\n    // ANCHOR_END: greet\n\n    // Then.\n    b()\n";
        assert!(filled(text, &gap(None)).ends_with("todo!(\"gap 2: greet\");\n"));
    }

    #[test]
    fn code_of_a_gap_is_indented_like_its_mark() {
        let text = "    // ANCHOR: greet\n    a();\n    // ANCHOR_END: greet\n";
        let code = "\n  if x {\n      y();\n\n      z();\n  }\n";
        let expected = "    if x {\n        y();\n\n        z();\n    }\n";
        assert!(filled(text, &gap(Some(code))).ends_with(expected));
    }

    #[test]
    fn the_modules_of_a_program_lie_beside_its_main_file() {
        assert_eq!(module_of("src/server.rs", "src/pages.rs"), Some("pages"));
        assert_eq!(module_of("src/server.rs", "src/pages/errors.rs"), Some("pages"));
        assert_eq!(module_of("src/bin/server.rs", "src/bin/pages.rs"), Some("pages"));
        assert_eq!(module_of("src/bin/server.rs", "src/pages.rs"), None);
        assert!(declares("use x;\n\nmod pages;\n", "pages") && !declares("mod pages2;\n", "pages"));
    }

    #[test]
    fn the_allow_line_stands_between_docs_and_code() {
        assert_eq!(with_allow("//! Docs.\n\nuse a;\n"), format!("//! Docs.\n\n{ALLOW}\nuse a;\n"));
        assert_eq!(
            with_allow("//! Docs.\n\n#![allow(b)]\n\nuse a;\n"),
            format!("//! Docs.\n\n{ALLOW}#![allow(b)]\n\nuse a;\n")
        );
        assert_eq!(with_allow("use a;\n"), format!("{ALLOW}\nuse a;\n"));
        assert_eq!(with_allow("//! Docs.\nuse a;\n"), format!("//! Docs.\n\n{ALLOW}\nuse a;\n"));
    }
}
