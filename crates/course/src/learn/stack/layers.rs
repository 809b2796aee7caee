//! The layers of the course, and what the learner has of each.

use std::collections::BTreeMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};

use crate::error::{Error, Result};
use crate::files::Tree;
use crate::grade::submission;
use crate::learn::status;
use crate::lessons::{self, Lesson};
use crate::rooms::depth::{self, Depth};
use crate::rooms::exercise::{Exercise, marker};
use crate::rooms::manifest;
use crate::rooms::starters::{self, Step};

/// A lesson that stands on others, or that others stand on.
pub struct Layer {
    /// The lesson.
    pub lesson: Lesson,
    /// Its reference.
    pub step: Step,
    /// What a learner writes in it, and what is given.
    pub exercise: Exercise,
    /// Whether others can stand on it.
    pub is_base: bool,
    /// What the learner has of it.
    pub work: Work,
}

/// What lies in a learner's room.
pub enum Work {
    /// Nothing but the starter.
    None,
    /// What cannot be taken, and why.
    NotReady(String),
    /// The learner's sources, what they began as, and at which depth.
    Sources { files: Tree, starter: Tree, depth: Depth },
}

/// All layers, in the order in which they stand on one another.
pub fn layers(root: &Path) -> Result<Vec<Layer>> {
    let lessons = lessons::lessons(root)?;
    let mut steps = Vec::new();
    for lesson in lessons {
        // A room without a reference is nobody's layer.
        if let Ok(step) = Step::read(&lesson) {
            steps.push((lesson, step));
        }
    }
    let packages: Vec<String> = steps.iter().map(|(lesson, _)| lesson.name.clone()).collect();
    let stands_on = |step: &Step| step.manifest.dependencies(false).into_iter().filter(|name| packages.contains(name));
    let bases: Vec<String> = steps.iter().flat_map(|(_, step)| stands_on(step)).collect();
    let mut layers = Vec::new();
    for (lesson, step) in steps {
        let is_base = step.has_library();
        if bases.contains(&lesson.name) || stands_on(&step).next().is_some() {
            let exercise = lesson.exercise()?;
            let work = work(&lesson, &step, &exercise)?;
            layers.push(Layer { lesson, step, exercise, is_base, work });
        }
    }
    if layers.is_empty() {
        return Err(Error::Other("no lesson stands on another, so there is nothing to stack".to_owned()));
    }
    Ok(layers)
}

fn work(lesson: &Lesson, step: &Step, exercise: &Exercise) -> Result<Work> {
    let depth = starters::depth(lesson);
    let starter = starters::derive(lesson, step, exercise, depth)?;
    Ok(match submission::sources(&lesson.path(&lesson.room()), &starter, &step.mains()) {
        Err(error) => Work::NotReady(error.to_string()),
        Ok(sources) if submission::is_untouched(&sources.files, &starter) => Work::None,
        Ok(sources) => match open_gap(exercise, depth, &sources.files) {
            Some(why) => Work::NotReady(why),
            None => Work::Sources { files: sources.files, starter, depth },
        },
    })
}

/// That a gap is surely not filled, which some test of the lesson shows.
fn open_gap(exercise: &Exercise, depth: Depth, files: &Tree) -> Option<String> {
    let mut gaps = exercise.gaps.iter().zip(1..).filter(|_| depth == Depth::Guided);
    let is_marked = |file: &str, marker: &str| {
        let source = String::from_utf8_lossy(files.get(file).map_or(&[][..], Vec::as_slice)).into_owned();
        depth::code(&source).any(|line| line.contains(marker))
    };
    gaps.find_map(|(gap, number)| {
        let marker = marker(number, &gap.name);
        let file = gap.files().find(|file| is_marked(file, &marker))?;
        Some(format!("gap {number}, {}, is open in {file}", gap.name))
    })
}

/// A number for all that the stack depends on.
pub fn fingerprint(root: &Path, layers: &[Layer]) -> Result<u64> {
    let mut hasher = DefaultHasher::new();
    status::tools(root)?.hash(&mut hasher);
    for layer in layers {
        layer.lesson.folder().hash(&mut hasher);
        layer.lesson.read_tests()?.hash(&mut hasher);
        match &layer.work {
            Work::None => "nothing".hash(&mut hasher),
            Work::NotReady(why) => why.hash(&mut hasher),
            Work::Sources { files, .. } => files.hash(&mut hasher),
        }
    }
    Ok(hasher.finish())
}

impl Layer {
    /// Whether this layer stands on another, or is it.
    pub fn stands_on(&self, root: &Path, other: &Layer) -> Result<bool> {
        if self.lesson == other.lesson {
            return Ok(true);
        }
        Ok(manifest::crates(root, self.step.manifest.dependencies(false))?.contains_key(&other.lesson.name))
    }

    /// How many lines of code the layer has: the learner's, or the reference's; with what is given.
    pub fn lines(&self, is_taken: bool) -> usize {
        let lines = |tree: &Tree, wanted: &dyn Fn(&String) -> bool| -> usize {
            let own = tree.iter().filter(|(name, _)| self.step.is_of_layer(name) && wanted(name));
            own.map(|(_, bytes)| depth::code_lines(&String::from_utf8_lossy(bytes))).sum()
        };
        match &self.work {
            Work::Sources { files, depth, .. } if is_taken => {
                lines(files, &|_| true) + lines(&self.step.sources, &|name| self.exercise.is_given(name, *depth))
            }
            _ => lines(&self.step.sources, &|_| true),
        }
    }

    /// How many lines of code of the layer the learner has written: those that its starter does not have.
    pub fn written(&self) -> usize {
        let Work::Sources { files, starter, .. } = &self.work else { return 0 };
        let own = files.iter().filter(|(name, _)| self.step.is_of_layer(name));
        own.map(|(name, bytes)| new_lines(bytes, starter.get(name).map_or(&[], Vec::as_slice))).sum()
    }
}

/// How many lines of code of a source are not in another, wherever they stand there.
fn new_lines(source: &[u8], other: &[u8]) -> usize {
    let (source, other) = (String::from_utf8_lossy(source), String::from_utf8_lossy(other));
    let mut left: BTreeMap<&str, usize> = BTreeMap::new();
    for line in depth::code(&other) {
        *left.entry(line).or_default() += 1;
    }
    let mut new = 0;
    for line in depth::code(&source) {
        match left.get_mut(line) {
            Some(count) if *count > 0 => *count -= 1,
            _ => new += 1,
        }
    }
    new
}

/// Whether a file lies in one of these folders.
pub fn lies_in(file: &Path, folders: &[PathBuf]) -> bool {
    let real = |path: &Path| std::fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    let file = real(file);
    folders.iter().any(|folder| file.starts_with(real(folder)))
}

/// The files of a layer as they are built: the learner's where it is taken, else the reference's.
pub fn sources(layer: &Layer, is_taken: bool) -> Result<Tree> {
    match &layer.work {
        Work::Sources { files, .. } if is_taken => Ok(files.clone()),
        _ => layer.step.with(&[]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_new_as_often_as_they_are_more() {
        let starter = "fn a() {\n    todo!(\"a\")\n}\n// A comment.\n";
        let written = "fn a() {\n    b();\n    // Why.\n    b();\n}\n\nfn b() {\n}\n";
        assert_eq!(new_lines(written.as_bytes(), starter.as_bytes()), 4);
        assert_eq!(new_lines(starter.as_bytes(), starter.as_bytes()), 0);
    }
}
