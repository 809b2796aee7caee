//! The terminal that a page is shown on: its width, its colours, and a pager.

use std::env;
use std::io::{self, IsTerminal as _, Write as _};
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::{Duration, Instant};

use clap::ValueEnum;
use signal_hook::consts::SIGINT;

use crate::error::Result;
use crate::output::show;
use crate::render::fitted;

/// The width where there is no terminal.
const WIDTH: usize = 80;
/// Lines of prose are hard to read beyond this, and below that nothing fits.
const WIDEST: usize = 100;
const NARROWEST: usize = 20;

/// What a shell's status says about a command that it could not run.
const NOT_RUN: [i32; 2] = [126, 127];

/// A pager that fails within this time has shown nothing that anybody has read.
const AT_ONCE: Duration = Duration::from_millis(500);

/// When there are colours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Colour {
    /// On a terminal, unless the environment variable `NO_COLOR` is set
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

impl Colour {
    /// Whether standard output gets colours.
    pub fn is_wanted(self) -> bool {
        match self {
            Self::Always => true,
            Self::Never => false,
            Self::Auto => {
                let is_set = |name| env::var_os(name).is_some_and(|value| !value.is_empty());
                let is_dumb = env::var_os("TERM").is_some_and(|term| term == "dumb");
                // Windows' old console shows escape sequences as they are; the new one says its name.
                let has_colours = !cfg!(windows) || is_set("WT_SESSION") || is_set("TERM");
                io::stdout().is_terminal() && has_colours && !is_dumb && !is_set("NO_COLOR")
            }
        }
    }
}

/// How many columns a line has: those of the terminal, or those in the environment variable `COLUMNS`.
pub fn width() -> usize {
    let given = env::var("COLUMNS").ok().and_then(|columns| columns.trim().parse().ok());
    let found = || if io::stdout().is_terminal() { terminal_width() } else { None };
    let width = given.or_else(found).filter(|width| *width > 0).unwrap_or(WIDTH);
    width.clamp(NARROWEST, WIDEST)
}

/// How many columns a line on standard error has; none where that is no terminal.
pub fn error_width() -> Option<usize> {
    let width = if io::stderr().is_terminal() { terminal_width() } else { None };
    width.filter(|width| *width > 0).map(|width| width.clamp(NARROWEST, WIDEST))
}

/// The size of a terminal.
#[derive(Debug, Clone, Copy)]
pub struct Screen {
    /// How many columns a line has.
    pub columns: usize,
    /// How many lines there are.
    pub lines: usize,
}

/// The terminal that standard output is; none where it is none.
pub fn screen() -> Option<Screen> {
    let screen = if io::stdout().is_terminal() { terminal_size() } else { None };
    screen
        .filter(|screen| screen.columns > 0 && screen.lines > 0)
        .map(|screen| Screen { columns: screen.columns.max(NARROWEST), ..screen })
}

/// A text whose words are not broken at the edge of the terminal, where standard output is one.
pub fn on_screen(text: &str) -> String {
    screen().map_or_else(|| text.to_owned(), |screen| fitted(text, screen.columns))
}

fn terminal_width() -> Option<usize> {
    terminal_size().map(|screen| screen.columns)
}

/// What `stty` says about the terminal. A library that asks the system itself takes a quarter of the time in which this
/// whole tool is compiled.
#[cfg(unix)]
fn terminal_size() -> Option<Screen> {
    let terminal = std::fs::File::open("/dev/tty").ok()?;
    let output = Command::new("stty").arg("size").stdin(terminal).stderr(Stdio::null()).output().ok()?;
    let said = String::from_utf8(output.stdout).ok()?;
    let (lines, columns) = said.trim().split_once(' ')?;
    Some(Screen { columns: columns.parse().ok()?, lines: lines.parse().ok()? })
}

#[cfg(windows)]
fn terminal_size() -> Option<Screen> {
    let (width, height) = terminal_size::terminal_size()?;
    Some(Screen { columns: usize::from(width.0), lines: usize::from(height.0) })
}

#[cfg(not(any(unix, windows)))]
fn terminal_size() -> Option<Screen> {
    None
}

/// Shows a long text: through the pager when standard output is a terminal, unless `direct`.
pub fn show_page(text: &str, direct: bool) -> Result<()> {
    if direct || !io::stdout().is_terminal() || !paged(text) {
        return show(text);
    }
    Ok(())
}

/// Whether a pager has shown the text.
fn paged(text: &str) -> bool {
    let Some(mut command) = pager() else { return false };
    // Ctrl-C is the pager's: it ends a search, not the reading.
    let _ = signal_hook::flag::register(SIGINT, Arc::new(AtomicBool::new(false)));
    if env::var_os("LESS").is_none() {
        // Leave when all fits on one screen; pass colours on; leave the text on the screen.
        command.env("LESS", "FRX");
    }
    let began = Instant::now();
    let Ok(mut child) = command.stdin(Stdio::piped()).spawn() else { return false };
    if let Some(mut stdin) = child.stdin.take() {
        // Who leaves before the end closes the pipe.
        let _ = stdin.write_all(text.as_bytes());
    }
    let status = child.wait().ok().and_then(|status| status.code());
    !status.is_some_and(|code| NOT_RUN.contains(&code) || code != 0 && began.elapsed() < AT_ONCE)
}

/// The pager of the environment variable `PAGER`; otherwise less, where there is one.
fn pager() -> Option<Command> {
    match env::var("PAGER") {
        Ok(pager) if pager.trim().is_empty() || pager.trim() == "cat" => None,
        Ok(pager) if cfg!(windows) => {
            let mut words = pager.split_whitespace();
            let mut command = Command::new(words.next()?);
            command.args(words);
            Some(command)
        }
        Ok(pager) => {
            let mut command = Command::new("sh");
            command.args(["-c", &pager]);
            Some(command)
        }
        Err(_) => Some(Command::new("less")),
    }
}
