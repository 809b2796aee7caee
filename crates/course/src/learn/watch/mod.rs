//! A room that is graded at every save: `cargo course watch`.

mod checks;
pub mod editor;
#[cfg(unix)]
mod full;
mod keys;
mod plain;
mod saves;
#[cfg(unix)]
mod screen;
#[cfg(unix)]
mod view;

use std::env;
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitStatus};
use std::time::Duration;

use crate::error::{Error, Result};
use crate::grade::check::{Again, Checked};
use crate::learn::contents::Contents;
use crate::learn::hints;
use crate::learn::next;
use crate::learn::path;
use crate::learn::status::Stop;
use crate::learn::watch::checks::Outcome;
use crate::learn::watch::editor::Editors;
use crate::lessons::{self, Lesson};
use crate::rooms::exercise::Gap;
use crate::rooms::own::Own;

/// How often the room is looked at.
const LOOK: Duration = Duration::from_millis(50);

/// Watches the room of a lesson, or of the one that comes next, until somebody has enough.
pub fn watch(root: &Path, wanted: Option<&str>) -> Result<()> {
    let lesson = match wanted {
        Some(wanted) => lessons::select(lessons::lessons(root)?, &[wanted.to_owned()])?.into_iter().next(),
        None => next::lesson(root)?,
    };
    let lesson =
        lesson.ok_or_else(|| Error::Other("every lesson is solved; name one: cargo course watch 01".to_owned()))?;
    #[cfg(unix)]
    if screen::is_possible() {
        return full::watch(root, lesson);
    }
    plain::watch(root, lesson)
}

/// What is known and shown of the lesson that is watched.
struct Desk<'r> {
    root: &'r Path,
    contents: Contents,
    lessons: Vec<Lesson>,
    stops: Vec<Stop>,
    verdict: Option<std::result::Result<Checked, String>>,
    /// This tool, which may have been compiled anew since it was started.
    tool: PathBuf,
}

impl<'r> Desk<'r> {
    fn new(root: &'r Path) -> Result<Self> {
        let (contents, lessons) = next::in_order(root)?;
        let tool = env::current_exe().map_err(Error::io("find", Path::new("cargo course")))?;
        Ok(Self { root, contents, lessons, stops: Vec::new(), verdict: None, tool })
    }

    fn take(&mut self, outcome: Result<Outcome>) {
        self.verdict = Some(match outcome {
            Ok(Outcome { checked, stops }) => {
                self.stops = stops;
                Ok(checked)
            }
            Err(error) => Err(error.to_string()),
        });
    }

    fn path(&self) -> String {
        if self.stops.is_empty() { String::new() } else { path::short(&self.contents, &self.stops, path::has_signs()) }
    }

    /// The same, and what its signs mean, where a line of so many columns has room for that.
    #[cfg(unix)]
    fn path_with_signs(&self, columns: usize) -> String {
        let has_signs = path::has_signs();
        let with_signs = || path::line(&self.contents, &self.stops, has_signs, columns);
        if self.stops.is_empty() { String::new() } else { with_signs().lines().next().unwrap_or_default().to_owned() }
    }

    /// The lesson after this one, as the book has them; after the last one comes the first.
    fn after(&self, lesson: &Lesson) -> Option<Lesson> {
        let at = self.lessons.iter().position(|other| other == lesson)?;
        self.lessons.get((at + 1) % self.lessons.len()).cloned()
    }

    /// The lesson before this one; before the first one comes the last.
    fn before(&self, lesson: &Lesson) -> Option<Lesson> {
        let at = self.lessons.iter().position(|other| other == lesson)?;
        self.lessons.get((at + self.lessons.len() - 1) % self.lessons.len()).cloned()
    }

    /// One hint more for the gap of the failure that is shown, or for the one that is open.
    fn hint(&self, lesson: &Lesson) -> String {
        let checked = self.verdict.as_ref().and_then(|verdict| verdict.as_ref().ok());
        if checked.is_some_and(|checked| checked.report.is_solved() && checked.open.is_empty()) {
            return format!(
                "every test passes: there is nothing left to hint at\n\n\
                 `cargo course solution {}` shows what the course has where you have something else",
                lesson.number
            );
        }
        let wanted = checked.and_then(Checked::gap_to_mend).map(|number| number.to_string());
        hints::hint(self.root, lesson, wanted.as_deref(), Again::Key).unwrap_or_else(|error| error.to_string())
    }

    /// Where there is something to mend, or to write: what the compiler points at, or the first thing that is open, or else
    /// the first file of the lesson's.
    fn place(&self, lesson: &Lesson) -> Result<String> {
        let checked = self.verdict.as_ref().and_then(|verdict| verdict.as_ref().ok());
        // Before the first verdict too somebody may want to begin.
        let open = || Own::read(lesson).ok()?.open(lesson).into_iter().next().map(|open| open.place);
        if let Some(place) = checked.map_or_else(open, Checked::place) {
            return Ok(place);
        }
        let gaps = lesson.exercise()?.gaps;
        let file = gaps.first().and_then(|gap| Gap::files(gap).next()).unwrap_or("src/server.rs");
        Ok(format!("{}/{file}", lesson.room()))
    }

    /// The command that opens that place in an editor.
    fn open(&self, lesson: &Lesson) -> Result<Command> {
        let place = self.place(lesson)?;
        Editors::of_system()
            .open(self.root, &place)
            .map_err(|why| Error::Other(format!("{why}\n\nthe place is {place}")))
    }

    /// The command that shows what goes over the wire in a lesson: in the test whose failure is shown, where one is.
    fn wire(&self, lesson: &Lesson) -> Command {
        let mut command = Command::new(&self.tool);
        command.args(["wire", &lesson.number]);
        let checked = self.verdict.as_ref().and_then(|verdict| verdict.as_ref().ok());
        command.args(checked.and_then(Checked::first_failure).map(|test| &test.name));
        command
    }
}

/// What is said of a program that did not do what it should; nothing where it did.
fn refusal(name: &str, ended: io::Result<ExitStatus>) -> Option<String> {
    match ended {
        Err(error) => Some(format!("cannot start {name}: {error}")),
        Ok(status) if status.success() => None,
        Ok(status) => Some(format!("{name} has ended with {status}")),
    }
}
