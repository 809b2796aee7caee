//! Watching on a screen: the verdict stays where it is, and keys ask for more.

use std::io::{self, Write as _};
use std::path::Path;
use std::process::Command;
use std::sync::mpsc::{self, Receiver};
use std::time::Duration;

use crate::error::Result;
use crate::learn::path;
use crate::learn::watch::checks::Checks;
use crate::learn::watch::editor::Editors;
use crate::learn::watch::keys::{Key, keys};
use crate::learn::watch::screen::Screen;
use crate::learn::watch::view::{AROUND, Means, View};
use crate::learn::watch::{Desk, LOOK, refusal};
use crate::lessons::Lesson;
use crate::output;
use crate::rooms::depth::Depth;
use crate::rooms::starters;
use crate::terminal::Colour;

/// Takes the line away in which somebody has typed Enter.
const ERASE_LINE_ABOVE: &str = "\x1b[A\r\x1b[K";

/// Shows the room's verdict until somebody types q.
pub fn watch(root: &Path, lesson: Lesson) -> Result<()> {
    let (said, notes) = mpsc::channel();
    let mut desk = Desk::new(root)?;
    let mut watched = Watched {
        screen: Screen::take()?,
        checks: Checks::of(root, lesson),
        notes,
        busy: String::new(),
        page: None,
        from: 0,
    };
    output::hear(Some(said));
    watched.until_quit(&mut desk);
    let lesson = watched.checks.lesson().clone();
    drop(watched);
    output::hear(None);
    output::show(&last_words(&desk, &lesson))
}

/// A room that is watched on a screen.
struct Watched {
    // First of all the terminal is given back, then what runs is ended.
    screen: Screen,
    checks: Checks,
    notes: Receiver<String>,
    busy: String,
    page: Option<String>,
    /// The line from which on that is shown which has no room.
    from: usize,
}

impl Watched {
    fn until_quit(&mut self, desk: &mut Desk) {
        self.draw(desk);
        while let Some(typed) = Screen::typed(LOOK) {
            for key in keys(&typed) {
                if key == Key::Quit {
                    return;
                }
                self.obey(key, desk);
            }
            if self.checks.look() {
                self.page = None;
                self.busy.clear();
            }
            self.busy = self.notes.try_iter().last().unwrap_or_else(|| std::mem::take(&mut self.busy));
            if let Some(outcome) = self.checks.take() {
                desk.take(outcome);
                self.from = 0;
                self.busy.clear();
            }
            self.screen.look();
            self.draw(desk);
        }
    }

    fn draw(&mut self, desk: &Desk) {
        let title = title(desk, self.checks.lesson());
        let path = desk.path_with_signs(self.screen.size().columns);
        let what = if self.busy.is_empty() { "checking" } else { &self.busy };
        let busy = self.checks.runs_for().map(|time| busy(what, time));
        let view = View {
            title: &title,
            path: &path,
            verdict: desk.verdict.as_ref(),
            busy: busy.as_deref(),
            page: self.page.as_deref(),
        };
        let means = Means { has_colours: Colour::Auto.is_wanted(), has_signs: path::has_signs() };
        let (rows, from) = view.rows(self.screen.size(), means, self.from);
        self.from = from;
        self.screen.show(rows);
    }

    fn obey(&mut self, key: Key, desk: &mut Desk) {
        // A little of the page before stays.
        let page = self.screen.size().lines.saturating_sub(AROUND).max(1);
        match key {
            Key::LineDown => self.from += 1,
            Key::LineUp => self.from = self.from.saturating_sub(1),
            Key::PageDown => self.from += page,
            Key::PageUp => self.from = self.from.saturating_sub(page),
            Key::Hint => self.read(Some(desk.hint(self.checks.lesson()))),
            Key::Run => {
                self.read(None);
                self.checks.again();
            }
            Key::Next => self.turn_to(desk.after(self.checks.lesson()), desk),
            Key::Previous => self.turn_to(desk.before(self.checks.lesson()), desk),
            Key::Open => {
                let command = desk.open(self.checks.lesson());
                self.lend(&Editors::of_system().name(), command, false);
            }
            Key::Wire => {
                let command = desk.wire(self.checks.lesson());
                self.lend("cargo course wire", Ok(command), true);
            }
            Key::Quit | Key::Other => self.read(None),
        }
    }

    fn turn_to(&mut self, lesson: Option<Lesson>, desk: &mut Desk) {
        if let Some(lesson) = lesson {
            desk.verdict = None;
            self.read(None);
            self.checks.turn_to(lesson);
        }
    }

    /// Shows a page in the place of the failure, or the failure again.
    fn read(&mut self, page: Option<String>) {
        self.page = page;
        self.from = 0;
    }

    /// Lets a program have the terminal to its end, and `then_wait`s until what it printed was read.
    fn lend(&mut self, name: &str, command: Result<Command>, then_wait: bool) {
        let said = match command {
            Err(error) => Some(error.to_string()),
            Ok(mut command) => self.screen.lend(|| {
                if then_wait {
                    let _ = output::show(&format!("{name}: compiling and running takes a moment\n\n"));
                }
                let ended = command.status();
                if then_wait && ended.is_ok() {
                    wait_for_enter();
                }
                refusal(name, ended)
            }),
        };
        // What was saved meanwhile is no reason to take away what is said.
        self.checks.look();
        self.read(said);
    }
}

/// `03 echo: a stream has no messages (build)`
fn title(desk: &Desk, lesson: &Lesson) -> String {
    let title = desk.contents.title(lesson);
    match starters::depth(lesson) {
        Depth::Guided => title,
        depth => format!("{title} ({depth})"),
    }
}

/// `compiling what lesson 01 is built on, 7 s`: of what is done at once, the time is of no interest.
fn busy(what: &str, time: Duration) -> String {
    match time.as_secs() {
        0 | 1 => what.to_owned(),
        seconds => format!("{what}, {seconds} s"),
    }
}

/// Leaves what a program has printed on the screen until somebody has read it. The line that says so goes then: on the
/// screen of the shell it would be untrue.
fn wait_for_enter() {
    let _ = output::show("\nEnter goes back to `cargo course watch`. ");
    let _ = io::stdout().flush();
    if io::stdin().read_line(&mut String::new()).is_ok_and(|count| count > 0) {
        let _ = output::show(ERASE_LINE_ABOVE);
    }
}

/// The last words: how far it came.
fn last_words(desk: &Desk, lesson: &Lesson) -> String {
    let heading = match &desk.verdict {
        Some(Ok(checked)) => checked.heading(),
        Some(Err(_)) => "it could not be graded".to_owned(),
        None => "you left before it was graded".to_owned(),
    };
    format!("lesson {} {}: {heading}\n", lesson.number, lesson.name)
}
