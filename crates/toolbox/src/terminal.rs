//! What the tools print.

use std::io::{self, ErrorKind, IsTerminal as _, Write as _};

use anyhow::Context as _;

/// The width where there is no terminal.
const WIDTH: usize = 80;
const NARROWEST: usize = 60;
const WIDEST: usize = 120;

/// Prints a text; a reader who closes a pipe early is no error.
pub fn show(text: &str) -> anyhow::Result<()> {
    match io::stdout().write_all(text.as_bytes()) {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => Err(error).context("cannot write to standard output"),
        _ => Ok(()),
    }
}

/// How many columns a line has: those in the environment variable `COLUMNS`, or those of the terminal.
pub fn width() -> usize {
    let given = std::env::var("COLUMNS").ok().and_then(|columns| columns.trim().parse().ok());
    let found = || {
        let size = if io::stdout().is_terminal() { terminal_size::terminal_size() } else { None };
        size.map(|(width, _)| usize::from(width.0))
    };
    given.or_else(found).filter(|width| *width > 0).unwrap_or(WIDTH).clamp(NARROWEST, WIDEST)
}
