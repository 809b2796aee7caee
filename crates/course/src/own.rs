//! The room of the learner whose course this is, and the gaps that are open in it.

use std::path::Path;

use crate::desk::{Desk, Entry, Judgement, OWN};
use crate::error::{Error, Result};
use crate::exercise::{Exercise, Gap, marker};
use crate::files::Tree;
use crate::lessons::Lesson;
use crate::room::Room;
use crate::starters::{self, Step};
use crate::submission::{self, Sources};

/// A room as it lies there, beside the starter that it began as.
pub struct Own {
    sources: Sources,
    starter: Tree,
    exercise: Exercise,
}

/// A gap that still holds what the starter has there.
pub struct Open<'a> {
    pub gap: &'a Gap,
    pub number: usize,
    /// `lessons/01-one-way/src/server.rs:66`
    pub place: String,
}

impl Own {
    /// Reads what counts of the learner's own room.
    pub fn read(lesson: &Lesson) -> Result<Self> {
        let step = Step::read(lesson)?;
        let exercise = lesson.exercise()?;
        let starter = starters::derive(lesson, &step, &exercise)?;
        let sources = submission::sources(&lesson.path(&lesson.room()), &starter, &step.mains()).map_err(|error| {
            let anew =
                format!("`cargo course start {}` begins the lesson anew, and keeps what is there", lesson.number);
            Error::Other(format!("{}: {error}; {anew}", lesson.room()))
        })?;
        Ok(Self { sources, starter, exercise })
    }

    /// What counts of it.
    pub fn files(&self) -> &Tree {
        &self.sources.files
    }

    /// What there is to say about it.
    pub fn notes(&self) -> &[String] {
        &self.sources.notes
    }

    /// The gaps of the lesson.
    pub fn gaps(&self) -> &[Gap] {
        &self.exercise.gaps
    }

    /// The gaps that are not filled, in their order.
    pub fn open_gaps(&self, lesson: &Lesson) -> Vec<Open<'_>> {
        let text = |tree: &Tree, name: &str| {
            String::from_utf8_lossy(tree.get(name).map_or(&[][..], Vec::as_slice)).into_owned()
        };
        let mut open = Vec::new();
        for (index, gap) in self.exercise.gaps.iter().enumerate() {
            let number = index + 1;
            let (source, starter) = (text(&self.sources.files, &gap.file), text(&self.starter, &gap.file));
            if is_open(gap, number, &source, &starter) {
                let place = format!("{}/{}{}", lesson.room(), gap.file, line_of(gap, number, &source));
                open.push(Open { gap, number, place });
            }
        }
        open
    }
}

/// `:66`, where the gap begins; nothing where its comment is gone.
fn line_of(gap: &Gap, number: usize, source: &str) -> String {
    let (heading, marker) = (format!("// GAP {number} of "), marker(number, &gap.anchor));
    let is_there = |line: &str| line.trim_start().starts_with(&heading) || line.contains(&marker);
    source.lines().position(is_there).map_or(String::new(), |index| format!(":{}", index + 1))
}

/// Grades rooms of the learner's own that were read.
pub fn judge(root: &Path, rooms: &[(&Lesson, &Own)]) -> Result<Vec<Judgement>> {
    let desk = Desk::open(root)?;
    let mut judgements = Vec::new();
    for (lesson, own) in rooms {
        let entry = Entry { id: OWN.to_owned(), lesson: (*lesson).clone(), files: own.sources.files.clone() };
        desk.judge(&[entry], &Room::new(None), |_, judgement| {
            judgements.push(judgement);
            Ok(())
        })?;
    }
    Ok(judgements)
}

/// Whether a gap still holds what the starter, the untouched file, has there.
pub fn is_open(gap: &Gap, number: usize, source: &str, starter: &str) -> bool {
    let marker = marker(number, &gap.anchor);
    let Some(code) = gap.starter.as_deref().filter(|code| !code.contains(&marker)) else {
        return code_lines(source.lines()).any(|line| line.contains(&marker));
    };
    let code: Vec<&str> = code_lines(code.lines()).collect();
    let Some(untouched) = behind_heading(starter, number) else { return false };
    match behind_heading(source, number) {
        // The line after the starter's code tells code that stands there unchanged from code that goes on.
        Some(present) => {
            let compared = code.len() + 1;
            present.iter().take(compared).eq(untouched.iter().take(compared))
        }
        // Without its heading, a gap is known only by code that stands nowhere else.
        None => occurrences(starter, &code) == 1 && occurrences(source, &code) > 0,
    }
}

/// The lines of code from the heading of a gap to the next heading.
fn behind_heading(source: &str, number: usize) -> Option<Vec<&str>> {
    let is_heading = |line: &&str| line.trim_start().starts_with("// GAP ");
    let mut lines = source.lines();
    let heading = format!("// GAP {number} of ");
    lines.find(|line| line.trim_start().starts_with(&heading))?;
    Some(code_lines(lines.take_while(|line| !is_heading(line))).collect())
}

fn code_lines<'a>(lines: impl Iterator<Item = &'a str>) -> impl Iterator<Item = &'a str> {
    lines.map(str::trim).filter(|line| !line.is_empty() && !line.starts_with("//"))
}

fn occurrences(source: &str, code: &[&str]) -> usize {
    if code.is_empty() {
        return 0;
    }
    let lines: Vec<&str> = code_lines(source.lines()).collect();
    lines.windows(code.len()).filter(|window| *window == code).count()
}
