//! What `cargo course` prints: the lessons, where the learner stands, and the next step.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use crate::error::Result;
use crate::learn::contents::Contents;
use crate::learn::kept;
use crate::learn::next;
use crate::learn::standing::Standing;
use crate::learn::status::Status;
use crate::lessons::Lesson;
use crate::render::fitted;
use crate::rooms::depth::Depth;
use crate::rooms::exercise::Gap;
use crate::rooms::starters;
use crate::terminal;

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

/// What to do next, with the commands for it.
pub fn next(contents: &Contents, lessons: &[(Lesson, Status)]) -> Result<String> {
    let standings: Vec<Standing> = lessons.iter().map(|(_, status)| status.standing()).collect();
    let mut text = match next::of(&standings).map(|index| &lessons[index]) {
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

/// Where the learner stands in one lesson, with the commands for it; when it is solved, with the one that comes next.
pub fn only(contents: &Contents, lesson: &Lesson, status: &Status, next: Option<&Lesson>) -> Result<String> {
    let mut text = steps(&format!("{}, {status}", contents.title(lesson)), lesson, status)?;
    if let Some(next) = next.filter(|_| *status == Status::Solved) {
        text += &step("next", &format!("cargo course {}", next.number));
    }
    Ok(text + &last_lines(lesson, status)?)
}

/// What is left to do in a lesson whose tests all pass.
fn last_lines(lesson: &Lesson, status: &Status) -> Result<String> {
    if *status != Status::Solved {
        return Ok(String::new());
    }
    let files = starters::with_allow_left(lesson)?;
    let what = match &files[..] {
        [] => return Ok(String::new()),
        [file] => format!("{file} still has its lines"),
        files => format!("{} files of {} still have their lines", files.len(), lesson.room()),
    };
    let line = format!("{what} `#![allow(…)]`: every gap is filled, take them out\n");
    Ok(fitted(&line, terminal::width()))
}

/// A command and a note after it, or below it where the line would be too long.
fn noted(command: &str, note: &str) -> String {
    let is_long = STEP + command.chars().count() + 4 + note.len() > terminal::width();
    let between = if is_long { format!("\n{}", " ".repeat(STEP)) } else { " ".repeat(4) };
    format!("{command}{between}{note}")
}

/// The column of what is to be typed.
const STEP: usize = 12;

/// `  read      cargo course read 01`
fn step(what: &str, how: &str) -> String {
    format!("  {what:8}  {how}\n")
}

fn steps(heading: &str, lesson: &Lesson, status: &Status) -> Result<String> {
    let exercise = lesson.exercise()?;
    let (server, client) = exercise.first_run(&lesson.name);
    let client = format!("cargo run -q --bin {client} {}", exercise.client);
    let is_kept = |name: &&String| lesson.path(kept::FOLDER).join(name).is_dir();
    let earlier: Vec<String> = exercise.continues.iter().filter(is_kept).cloned().collect();
    let files = match starters::depth(lesson) {
        Depth::Guided => {
            let mut seen = BTreeSet::new();
            let files = exercise.gaps.iter().flat_map(Gap::files).filter(|file| seen.insert(file.to_owned()));
            files.map(str::to_owned).collect()
        }
        Depth::Build | Depth::Empty => vec!["src".to_owned()],
    };
    let mut text = format!("{heading}\n");
    let mut step = |what: &str, how: &str| text += &self::step(what, how);
    step("read", &format!("cargo course read {}", lesson.number));
    step("run", &noted(&format!("cargo run -q --bin {server}"), "in terminal 1"));
    step("", &noted(client.trim_end(), "in terminal 2"));
    for (index, file) in files.iter().enumerate() {
        step(if index == 0 { "edit" } else { "" }, &format!("{}/{file}", lesson.room()));
    }
    step("test", &format!("cargo course check {}    (or cargo test -p {})", lesson.number, lesson.package()));
    if starters::depth(lesson) == Depth::Guided {
        step("hint", &format!("cargo course hint {}", lesson.number));
    }
    for name in earlier.iter().filter(|_| *status == Status::NotStarted) {
        step("earlier", &format!("{}/{name}    your work on a lesson that this one goes on with", kept::FOLDER));
    }
    match status {
        Status::InWork { first_failing, .. } => step("failing", first_failing),
        Status::DoesNotCompile => {
            step("failing", &format!("the compiler: cargo course check {} shows what it says", lesson.number));
        }
        Status::NotStarted | Status::Solved => (),
    }
    Ok(text)
}
