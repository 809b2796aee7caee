//! The room of the learner whose course this is, and the gaps that are open in it.

use std::collections::BTreeSet;
use std::path::Path;

use crate::error::{Error, Result};
use crate::files::Tree;
use crate::grade::desk::{Desk, Entry, Judgement, OWN, Work};
use crate::grade::load::Room;
use crate::grade::results::Test;
use crate::grade::submission::{self, Sources};
use crate::lessons::Lesson;
use crate::rooms::depth::{self, Depth};
use crate::rooms::exercise::{Exercise, Gap, marker};
use crate::rooms::starters::{self, Step};

/// A room as it lies there, beside the starter that it began as.
pub struct Own {
    sources: Sources,
    starter: Tree,
    exercise: Exercise,
    depth: Depth,
}

/// Something that is left to write: a gap that still holds what the starter has there, or at another depth a function.
pub struct Open {
    pub name: String,
    pub number: usize,
    /// `lessons/01-one-way/src/server.rs:66`
    pub place: String,
}

impl Own {
    /// Reads what counts of the learner's own room.
    pub fn read(lesson: &Lesson) -> Result<Self> {
        let step = Step::read(lesson)?;
        let exercise = lesson.exercise()?;
        let depth = starters::depth(lesson);
        let starter = starters::derive(lesson, &step, &exercise, depth)?;
        let sources = submission::sources(&lesson.path(&lesson.room()), &starter, &step.mains()).map_err(|error| {
            let anew =
                format!("`cargo course start {}` begins the lesson anew, and keeps what is there", lesson.number);
            Error::Other(format!("{}: {error}; {anew}", lesson.room()))
        })?;
        Ok(Self { sources, starter, exercise, depth })
    }

    /// What counts of it.
    pub fn files(&self) -> &Tree {
        &self.sources.files
    }

    /// What there is to say about it.
    pub fn notes(&self) -> &[String] {
        &self.sources.notes
    }

    /// How much of the lesson is the learner's to write.
    pub fn depth(&self) -> Depth {
        self.depth
    }

    /// How much there was to write: gaps, or functions.
    pub fn count(&self) -> usize {
        match self.depth {
            Depth::Guided => self.exercise.gaps.len(),
            Depth::Build | Depth::Empty => self.marked().len(),
        }
    }

    /// What is left to write, in its order.
    pub fn open(&self, lesson: &Lesson) -> Vec<Open> {
        match self.depth {
            Depth::Guided => self.open_gaps(lesson),
            Depth::Build | Depth::Empty => self.open_functions(lesson),
        }
    }

    /// The number of the gap that a test belongs to, if that is still open.
    pub fn left_to(&self, test: &str, open: &[Open]) -> Option<usize> {
        let gaps = self.exercise.gaps.iter().zip(1..).filter(|_| self.depth == Depth::Guided);
        let mut open_gaps = gaps.filter(|(_, number)| open.iter().any(|open| open.number == *number));
        open_gaps.find(|(gap, _)| gap.tests.contains(test)).map(|(_, number)| number)
    }

    /// The number of the gap that a test belongs to: of one that is open, where there is any.
    pub fn gap_of(&self, test: &str, open: &[Open]) -> Option<usize> {
        let any = || self.exercise.gaps.iter().position(|gap| gap.tests.contains(test)).map(|index| index + 1);
        self.left_to(test, open).or_else(|| any().filter(|_| self.depth == Depth::Guided))
    }

    /// The tests of each gap that is open, in the order of the gaps; in no other room than a guided one are there any.
    pub fn tests_of_open_gaps(&self, lesson: &Lesson) -> Vec<&BTreeSet<String>> {
        if self.depth != Depth::Guided {
            return Vec::new();
        }
        let gap = |open: Open| self.exercise.gaps.get(open.number.checked_sub(1)?);
        self.open_gaps(lesson).into_iter().filter_map(gap).map(|gap| &gap.tests).collect()
    }

    /// Whether all tests of a gap pass, which none of them does before it is filled.
    pub fn is_shown(&self, number: usize, tests: &[Test]) -> bool {
        let gap = number.checked_sub(1).and_then(|index| self.exercise.gaps.get(index));
        let Some(gap) = gap.filter(|gap| self.depth == Depth::Guided && !gap.tests.is_empty()) else { return false };
        gap.tests.iter().all(|name| tests.iter().any(|test| test.name == *name && test.passed()))
    }

    fn open_gaps(&self, lesson: &Lesson) -> Vec<Open> {
        let mut open = Vec::new();
        for (gap, number) in self.exercise.gaps.iter().zip(1..) {
            for (place, at) in gap.places.iter().zip(1..) {
                let heading = Heading { number, gap, place: at };
                let (source, starter) = (text(&self.sources.files, &place.file), text(&self.starter, &place.file));
                if heading.is_open(&source, &starter) {
                    let place = format!("{}/{}{}", lesson.room(), place.file, heading.line_in(&source));
                    open.push(Open { name: gap.name.clone(), number, place });
                    // The next place is shown when this one is filled.
                    break;
                }
            }
        }
        open
    }

    /// The functions that the starter leaves to write, each with its file: what uses nothing comes first.
    fn marked(&self) -> Vec<(&str, String)> {
        let mut marked = Vec::new();
        for file in in_order_of_use(&self.starter) {
            let source = text(&self.starter, file);
            marked.extend(depth::marks(&source).into_iter().map(|(_, name)| (file.as_str(), name.to_owned())));
        }
        marked
    }

    fn open_functions(&self, lesson: &Lesson) -> Vec<Open> {
        let mut open = Vec::new();
        for ((file, name), number) in self.marked().into_iter().zip(1..) {
            let source = text(&self.sources.files, file);
            if let Some((line, _)) = depth::marks(&source).into_iter().find(|(_, found)| *found == name) {
                open.push(Open { name, number, place: format!("{}/{file}:{line}", lesson.room()) });
            }
        }
        open
    }
}

/// The sources of a room, each after those whose modules it names, as far as they do not name one another.
fn in_order_of_use(tree: &Tree) -> Vec<&String> {
    let files: Vec<&String> = tree.keys().filter(|file| starters::is_source(file)).collect();
    let is_of = |file: &str, module: &str| {
        let rest = file.strip_prefix("src/").and_then(|file| file.strip_prefix(module));
        rest.is_some_and(|rest| rest == ".rs" || rest.starts_with('/'))
    };
    let used = |file: &String| -> Vec<usize> {
        let source = text(tree, file);
        let modules: Vec<&str> = depth::code(&source)
            .flat_map(|line| line.split("crate::").skip(1))
            .filter_map(|path| path.split(|c: char| !c.is_alphanumeric() && c != '_').next())
            .collect();
        let is_used = |other: &&String| *other != file && modules.iter().any(|module| is_of(other, module));
        files.iter().enumerate().filter(|(_, other)| is_used(other)).map(|(index, _)| index).collect()
    };
    let used: Vec<Vec<usize>> = files.iter().map(|file| used(file)).collect();
    let mut heights = vec![0_usize; files.len()];
    // Modules that name one another have no height, so the climb has an end.
    for _ in &files {
        let next = |used: &Vec<usize>| used.iter().map(|index| heights[*index] + 1).max().unwrap_or(0);
        heights = used.iter().map(next).collect();
    }
    let mut order: Vec<(usize, &String)> = heights.into_iter().zip(files).collect();
    order.sort();
    order.into_iter().map(|(_, file)| file).collect()
}

fn text(tree: &Tree, name: &str) -> String {
    String::from_utf8_lossy(tree.get(name).map_or(&[][..], Vec::as_slice)).into_owned()
}

/// Grades rooms of the learner's own that were read.
pub fn judge(root: &Path, rooms: &[(&Lesson, &Own)]) -> Result<Vec<Judgement>> {
    let desk = Desk::open_own(root)?;
    let mut judgements = Vec::new();
    for (lesson, own) in rooms {
        let entry =
            Entry { id: OWN.to_owned(), lesson: (*lesson).clone(), work: Work::Room(own.sources.files.clone()) };
        desk.judge(&[entry], &Room::new(None), &|_, _| (), |_, judgement| {
            judgements.push(judgement);
            Ok(())
        })?;
    }
    Ok(judgements)
}

/// One place of a gap, by the line that the starter has above it.
pub struct Heading<'a> {
    /// That of the gap.
    pub number: usize,
    pub gap: &'a Gap,
    /// Which of its places, counted from one.
    pub place: usize,
}

/// What every heading begins with.
const HEADING: &str = "// GAP ";

impl Heading<'_> {
    /// The line itself: `// GAP 2 of 5: listen`.
    pub fn line(&self, count: usize) -> String {
        format!("{HEADING}{} of {count}: {}{}", self.number, self.gap.name, self.suffix())
    }

    /// Where the gap has several places, which of them this is.
    fn suffix(&self) -> String {
        match self.gap.places.len() {
            1 => String::new(),
            places => format!(" (place {} of {places})", self.place),
        }
    }

    /// Whether a line is this heading, however many gaps there are.
    fn is(&self, line: &str) -> bool {
        let begins = format!("{HEADING}{} of ", self.number);
        let line = line.trim();
        line.starts_with(&begins) && (self.gap.places.len() == 1 || line.ends_with(&self.suffix()))
    }

    fn marker(&self) -> String {
        marker(self.number, &self.gap.name)
    }

    /// `:66`, where the gap begins; nothing where its comment is gone.
    fn line_in(&self, source: &str) -> String {
        let marker = self.marker();
        let line = source
            .lines()
            .position(|line| self.is(line))
            .or_else(|| source.lines().position(|line| line.contains(&marker)));
        line.map_or(String::new(), |index| format!(":{}", index + 1))
    }

    /// Whether the place still holds what the starter, the untouched file, has there.
    pub fn is_open(&self, source: &str, starter: &str) -> bool {
        let marker = self.marker();
        let code = self.gap.places.get(self.place - 1).and_then(|place| place.starter.as_deref());
        let present = self.code_after(source);
        let Some(code) = code.filter(|code| !code.contains(&marker)) else {
            let is_there = |code: &[&str]| code.iter().any(|line| line.contains(&marker));
            return match &present {
                // Another place of the gap in this file has the same words.
                Some(code) if self.gap.places.len() > 1 => is_there(code),
                _ => is_there(&depth::code(source).collect::<Vec<_>>()),
            };
        };
        let code: Vec<&str> = depth::code(code).collect();
        let Some((before, untouched)) = self.code_around(starter) else { return false };
        // The line after the starter's code tells code that stands there unchanged from code that goes on.
        let untouched = untouched.into_iter().take(code.len() + 1);
        if let Some(present) = present {
            return present.into_iter().take(code.len() + 1).eq(untouched);
        }
        // Without its heading, a gap is known by its code only where that stands between the same lines.
        !code.is_empty() && has_in_a_row(source, &before.into_iter().chain(untouched).collect::<Vec<_>>())
    }

    /// The lines of code from this heading to the next one.
    fn code_after<'s>(&self, source: &'s str) -> Option<Vec<&'s str>> {
        self.code_around(source).map(|(_, after)| after)
    }

    /// The last line of code before this heading, and all from there to the next heading.
    fn code_around<'s>(&self, source: &'s str) -> Option<(Option<&'s str>, Vec<&'s str>)> {
        let lines: Vec<&str> = source.lines().collect();
        let at = lines.iter().position(|line| self.is(line))?;
        let (before, after) = lines.split_at(at);
        let after = after.iter().skip(1).take_while(|line| !line.trim_start().starts_with(HEADING));
        let before = depth::code_among(before.iter().copied()).last();
        Some((before, depth::code_among(after.copied()).collect()))
    }
}

fn has_in_a_row(source: &str, code: &[&str]) -> bool {
    let lines: Vec<&str> = depth::code(source).collect();
    lines.windows(code.len()).any(|window| window == code)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_uses_nothing_comes_first() {
        let tree: Tree = [
            ("Cargo.toml", ""),
            ("src/a.rs", "use crate::d::D;\nuse crate::b;\n"),
            ("src/b.rs", "fn b() -> crate::c::C {}\n"),
            ("src/c/mod.rs", "//! Nothing of crate::a.\n"),
            ("src/d.rs", ""),
            ("src/x.rs", "use crate::y;\n"),
            ("src/y.rs", "use crate::x;\n"),
        ]
        .into_iter()
        .map(|(name, text)| (name.to_owned(), text.as_bytes().to_vec()))
        .collect();
        let order = ["src/c/mod.rs", "src/d.rs", "src/b.rs", "src/a.rs", "src/x.rs", "src/y.rs"];
        assert_eq!(in_order_of_use(&tree), order);
    }
}
