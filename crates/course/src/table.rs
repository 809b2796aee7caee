//! What `cargo course` prints: the lessons, where the learner stands, and the next step.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use crate::error::Result;
use crate::lessons::Lesson;
use crate::starters;
use crate::status::Status;

/// The book's table of contents, as far as lessons are concerned.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Contents {
    chapters: Vec<Chapter>,
}

#[derive(Debug, PartialEq, Eq)]
struct Chapter {
    part: String,
    title: String,
    /// `NN-name`
    folder: String,
}

impl Contents {
    /// Reads `SUMMARY.md`: `# Part` and `- [title](NN-name.md)`.
    pub fn parse(summary: &str) -> Self {
        let mut chapters = Vec::new();
        let mut part = String::new();
        for line in summary.lines().map(str::trim) {
            if let Some(name) = line.strip_prefix("# ") {
                name.clone_into(&mut part);
            } else if let Some((title, folder)) = link(line) {
                chapters.push(Chapter { part: part.clone(), title: title.to_owned(), folder: folder.to_owned() });
            }
        }
        Self { chapters }
    }

    fn chapter(&self, lesson: &Lesson) -> Option<&Chapter> {
        self.chapters.iter().find(|chapter| chapter.folder == lesson.folder())
    }

    /// Puts lessons into the order of the book; those it does not name come last.
    pub fn sort(&self, lessons: &mut [Lesson]) {
        let place = |lesson: &Lesson| self.chapters.iter().position(|chapter| chapter.folder == lesson.folder());
        lessons.sort_by_key(|lesson| place(lesson).unwrap_or(usize::MAX));
    }

    /// `03 echo: a stream has no messages`
    fn title(&self, lesson: &Lesson) -> String {
        match self.chapter(lesson) {
            Some(chapter) => chapter.title.clone(),
            None => format!("{} {}", lesson.number, lesson.name),
        }
    }
}

fn link(line: &str) -> Option<(&str, &str)> {
    let (title, target) = line.strip_prefix("- [")?.split_once("](")?;
    Some((title, target.strip_suffix(".md)")?))
}

/// The table of the lessons, part by part.
pub fn table(contents: &Contents, lessons: &[(Lesson, Status)]) -> String {
    let width = lessons.iter().map(|(lesson, _)| contents.title(lesson).chars().count()).max().unwrap_or(0);
    let mut text = String::new();
    let mut part = "";
    for (lesson, status) in lessons {
        let here = contents.chapter(lesson).map_or("", |chapter| chapter.part.as_str());
        if here != part {
            let gap = if text.is_empty() { "" } else { "\n" };
            let _ = writeln!(text, "{gap}{here}");
            part = here;
        }
        let _ = writeln!(text, "  {:width$}  {status}", contents.title(lesson));
    }
    text
}

/// Which lesson to go on with: one that is in work, or the one after those that are solved. Who starts in the middle is
/// not sent back before the end is reached.
fn current(statuses: &[&Status]) -> Option<usize> {
    let open = |status: &&Status| **status != Status::Solved;
    let in_work = |status: &&Status| !matches!(status, Status::Solved | Status::NotStarted);
    let after_solved = statuses.iter().rposition(|status| !open(status)).map_or(0, |last| last + 1);
    let next = || statuses[after_solved..].iter().position(open).map(|index| after_solved + index);
    statuses.iter().position(in_work).or_else(next).or_else(|| statuses.iter().position(open))
}

/// What to do next, with the commands for it.
pub fn next(contents: &Contents, lessons: &[(Lesson, Status)]) -> Result<String> {
    let statuses: Vec<&Status> = lessons.iter().map(|(_, status)| status).collect();
    let mut text = match current(&statuses).map(|index| &lessons[index]) {
        None => "Every lesson is solved.\n".to_owned(),
        Some((lesson, status)) => {
            let steps = steps(&format!("Next: {}", contents.title(lesson)), lesson, status)?;
            steps + &step("help", "cargo course read    how the course works")
        }
    };
    for (lesson, status) in lessons {
        text += &last_lines(lesson, status)?;
    }
    Ok(text)
}

/// Where the learner stands in one of all lessons, with the commands for it.
pub fn only(contents: &Contents, lesson: &Lesson, status: &Status, all: &[Lesson]) -> Result<String> {
    let mut text = steps(&format!("{}, {status}", contents.title(lesson)), lesson, status)?;
    let after = all.iter().skip_while(|other| *other != lesson).nth(1);
    if let Some(after) = after.filter(|_| *status == Status::Solved) {
        text += &step("next", &format!("cargo course {}", after.number));
    }
    Ok(text + &last_lines(lesson, status)?)
}

/// What is left to do in a lesson whose tests all pass.
fn last_lines(lesson: &Lesson, status: &Status) -> Result<String> {
    if *status != Status::Solved {
        return Ok(String::new());
    }
    let line = |file| format!("{file} still has its line `#![allow(…)]`: every gap is filled, take it out\n");
    Ok(starters::with_allow_left(lesson)?.into_iter().map(line).collect())
}

/// `  read      cargo course read 01`
fn step(what: &str, how: &str) -> String {
    format!("  {what:8}  {how}\n")
}

fn steps(heading: &str, lesson: &Lesson, status: &Status) -> Result<String> {
    let exercise = lesson.exercise()?;
    let mut files: Vec<String> = exercise.gaps.into_iter().map(|gap| gap.file).collect();
    let mut seen = BTreeSet::new();
    files.retain(|file| seen.insert(file.clone()));
    let mut text = format!("{heading}\n");
    let name = &lesson.name;
    let mut step = |what: &str, how: &str| text += &self::step(what, how);
    step("read", &format!("cargo course read {}", lesson.number));
    step("run", &format!("cargo run -q --bin {name}-server    in terminal 1"));
    let client = format!("cargo run -q --bin {name}-client {}", exercise.client);
    step("", &format!("{}    in terminal 2", client.trim_end()));
    for (index, file) in files.iter().enumerate() {
        step(if index == 0 { "edit" } else { "" }, &format!("{}/{file}", lesson.room()));
    }
    step("test", &format!("cargo course check {}    (or cargo test -p {})", lesson.number, lesson.package()));
    step("hint", &format!("cargo course hint {}", lesson.number));
    match status {
        Status::InWork { first_failing, .. } => step("failing", first_failing),
        Status::DoesNotCompile => {
            step("failing", &format!("the compiler: cargo course check {} shows what it says", lesson.number));
        }
        Status::NotStarted | Status::Solved => (),
    }
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_next_lesson_is_the_one_in_work_or_the_one_after_the_solved_ones() {
        let (new, solved) = (&Status::NotStarted, &Status::Solved);
        let in_work = &Status::InWork { passed: 1, count: 2, first_failing: "a".to_owned() };
        assert_eq!(current(&[new, new]), Some(0));
        assert_eq!(current(&[solved, new, new]), Some(1));
        assert_eq!(current(&[new, solved, new]), Some(2));
        assert_eq!(current(&[new, new, in_work]), Some(2));
        assert_eq!(current(&[new, in_work, solved, new]), Some(1));
        assert_eq!(current(&[new, solved]), Some(0));
        assert_eq!(current(&[solved, solved]), None);
    }

    #[test]
    fn parts_and_chapters_come_from_the_summary() {
        let summary =
            "# Summary\n\n[Intro](introduction.md)\n\n# Sockets\n\n- [01 one-way: a message](01-one-way.md)\n";
        let contents = Contents::parse(summary);
        let chapter = Chapter {
            part: "Sockets".to_owned(),
            title: "01 one-way: a message".to_owned(),
            folder: "01-one-way".to_owned(),
        };
        assert_eq!(contents.chapters, [chapter]);
    }
}
