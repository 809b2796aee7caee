//! Watching on a screen: the verdict stays where it is, and keys ask for more.

use std::io;
use std::path::Path;
use std::process::Command;
use std::sync::mpsc::{self, Receiver};

use crate::error::Result;
use crate::learn::path;
use crate::learn::watch::checks::Checks;
use crate::learn::watch::keys::{Key, keys};
use crate::learn::watch::screen::Screen;
use crate::learn::watch::view::{AROUND, Means, View};
use crate::learn::watch::{Desk, LOOK, refusal};
use crate::lessons::Lesson;
use crate::output;
use crate::rooms::depth::Depth;
use crate::rooms::starters;
use crate::terminal::Colour;

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
    last_words(&desk, &lesson).map_or(Ok(()), |words| output::show(&words))
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
        let path = desk.path();
        let busy = if self.busy.is_empty() { "checking" } else { &self.busy };
        let view = View {
            title: &title,
            path: &path,
            verdict: desk.verdict.as_ref(),
            busy: self.checks.is_running().then_some(busy),
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
            Key::Next => {
                if let Some(next) = desk.after(self.checks.lesson()) {
                    desk.verdict = None;
                    self.read(None);
                    self.checks.turn_to(next);
                }
            }
            Key::Open => {
                let command = desk.open(self.checks.lesson());
                self.lend("the editor", command, false);
            }
            Key::Wire => {
                let command = desk.wire(self.checks.lesson());
                self.lend("cargo course wire", Ok(command), true);
            }
            Key::Quit | Key::Other => self.read(None),
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
                let ended = command.status();
                if then_wait && ended.is_ok() {
                    let _ = output::show("\nEnter goes back to `cargo course watch`. ");
                    let _ = io::stdin().read_line(&mut String::new());
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

/// The last words: how far it came.
fn last_words(desk: &Desk, lesson: &Lesson) -> Option<String> {
    let checked = desk.verdict.as_ref()?.as_ref().ok()?;
    Some(format!("lesson {} {}: {}\n", lesson.number, lesson.name, checked.heading()))
}
