//! How far the grading of a class is: a line at the bottom of the terminal, and nothing where that is none.

use std::fmt::Display;
use std::io::{self, IsTerminal as _, Write as _};
use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::error::Result;
use crate::output;
use crate::terminal;

/// How many columns the bar itself takes.
const CELLS: usize = 20;

/// Erases what stands on the line of the cursor.
const ERASE: &str = "\r\x1b[K";

/// The bar of this process; there is one terminal.
static SHOWN: Mutex<Option<State>> = Mutex::new(None);

#[derive(Debug)]
struct State {
    done: usize,
    all: usize,
    what: String,
}

/// A bar, which goes when this does.
#[derive(Debug)]
pub struct Bar;

impl Bar {
    /// Shows how far something of `all` parts is, where standard error is a terminal.
    pub fn begin(all: usize) -> Self {
        if io::stderr().is_terminal() && all > 0 {
            *shown() = Some(State { done: 0, all, what: String::new() });
        }
        Self
    }
}

impl Drop for Bar {
    fn drop(&mut self) {
        let mut shown = shown();
        erase(shown.as_ref());
        *shown = None;
    }
}

fn shown() -> MutexGuard<'static, Option<State>> {
    SHOWN.lock().unwrap_or_else(PoisonError::into_inner)
}

/// One more part is done.
pub fn step(what: impl Display) {
    let mut shown = shown();
    if let Some(state) = &mut *shown {
        state.done += 1;
        state.what = what.to_string();
    }
    draw(shown.as_ref());
}

/// Says something on standard error; the bar makes room for it.
pub fn note(line: impl Display) {
    let shown = shown();
    erase(shown.as_ref());
    output::note(line);
    draw(shown.as_ref());
}

/// Prints a text on standard output; the bar makes room for it.
pub fn show(text: &str) -> Result<()> {
    let shown = shown();
    erase(shown.as_ref());
    let printed = output::show(text);
    draw(shown.as_ref());
    printed
}

fn draw(state: Option<&State>) {
    if let Some(state) = state {
        put(&format!("{ERASE}{}", line(state, terminal::error_width().unwrap_or(80))));
    }
}

fn erase(state: Option<&State>) {
    if state.is_some() {
        put(ERASE);
    }
}

/// Nobody has to see how far it is.
fn put(text: &str) {
    let mut stderr = io::stderr();
    let _ = stderr.write_all(text.as_bytes()).and_then(|()| stderr.flush());
}

fn line(state: &State, width: usize) -> String {
    let filled = (CELLS * state.done.min(state.all)).checked_div(state.all).unwrap_or(CELLS);
    let bar = format!("[{}{}] {} of {}", "#".repeat(filled), ".".repeat(CELLS - filled), state.done, state.all);
    // A line that fills the last column would begin another one.
    format!("{bar}  {}", state.what).chars().take(width.saturating_sub(1)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bar_fits_its_line() {
        let state = State { done: 3, all: 12, what: "ann 03-echo".repeat(20) };
        let line = line(&state, 80);
        assert!(line.starts_with("[#####...............] 3 of 12  ann 03-echo"), "{line}");
        assert_eq!(line.chars().count(), 79);
    }
}
