//! Watching where there is no screen: a page for every save, one after the other.

use std::io::{self, BufRead as _, IsTerminal as _, Write as _};
use std::path::Path;
use std::sync::mpsc::{self, Receiver};
use std::thread;

use crate::error::Result;
use crate::grade::check::Again;
use crate::learn::watch::checks::Checks;
use crate::learn::watch::editor::Editors;
use crate::learn::watch::keys::Key;
use crate::learn::watch::{Desk, LOOK, refusal};
use crate::lessons::Lesson;

/// What can be typed, where somebody can type.
const KEYS: &str = "(h hint, n next lesson, p previous, r run again, o open, w wire, q quit; then Enter)";

/// Prints a page for every save, until it is interrupted or nobody reads.
pub fn watch(root: &Path, lesson: Lesson) -> Result<()> {
    let mut desk = Desk::new(root)?;
    let typed = io::stdin().is_terminal().then(lines);
    let mut checks = Checks::of(root, lesson);
    loop {
        if let Some(outcome) = checks.take() {
            desk.take(outcome);
            if !say(&page(&desk, typed.is_some())) {
                return Ok(());
            }
        }
        let line = typed.as_ref().and_then(|typed| typed.try_recv().ok());
        if let Some(key) = line.and_then(|line| Key::of_line(&line))
            && (key == Key::Quit || !say(&obey(key, &mut desk, &mut checks)))
        {
            return Ok(());
        }
        checks.look();
        thread::sleep(LOOK);
    }
}

/// The lines that are typed, read in a thread of their own.
fn lines() -> Receiver<String> {
    let (say, lines) = mpsc::channel();
    thread::spawn(move || {
        for line in io::stdin().lock().lines().map_while(io::Result::ok) {
            if say.send(line).is_err() {
                break;
            }
        }
    });
    lines
}

fn page(desk: &Desk, can_type: bool) -> String {
    let text = match &desk.verdict {
        Some(Ok(checked)) => checked.text(if can_type { Again::Key } else { Again::Save }),
        Some(Err(why)) => format!("this could not be graded: {why}\n"),
        None => return String::new(),
    };
    let path = desk.path();
    let keys = if can_type { format!("{KEYS}\n") } else { String::new() };
    format!("{text}{path}\n{keys}\n")
}

/// Does what was typed, and gives what there is to say.
fn obey(key: Key, desk: &mut Desk, checks: &mut Checks) -> String {
    let run = |name: &str, command: Result<std::process::Command>| match command {
        Ok(mut command) => refusal(name, command.status()).map_or(String::new(), |said| said + "\n"),
        Err(error) => format!("{error}\n"),
    };
    let lesson = checks.lesson().clone();
    match key {
        Key::Hint => return desk.hint(&lesson),
        Key::Next | Key::Previous => {
            let other = if key == Key::Next { desk.after(&lesson) } else { desk.before(&lesson) };
            if let Some(other) = other {
                desk.verdict = None;
                checks.turn_to(other);
            }
        }
        Key::Run => checks.again(),
        Key::Open => return run(&Editors::of_system().name(), desk.open(&lesson)),
        Key::Wire => return run("cargo course wire", Ok(desk.wire(&lesson))),
        _ => (),
    }
    String::new()
}

/// Whether somebody still reads.
fn say(text: &str) -> bool {
    let mut output = io::stdout();
    output.write_all(text.as_bytes()).and_then(|()| output.flush()).is_ok()
}
