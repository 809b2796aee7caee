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

/// Whether the terminal shows more characters than those of ASCII, as far as the environment says so.
pub fn has_blocks() -> bool {
    let set = |name: &str| std::env::var(name).ok().filter(|value| !value.is_empty());
    let locale = ["LC_ALL", "LC_CTYPE", "LANG"].into_iter().find_map(set).unwrap_or_default().to_ascii_lowercase();
    let is_dumb = set("TERM").is_some_and(|term| term == "dumb");
    !is_dumb && (locale.contains("utf-8") || locale.contains("utf8") || set("WT_SESSION").is_some())
}

/// Whether standard output gets colours.
pub fn has_colours() -> bool {
    let set = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    let is_dumb = std::env::var_os("TERM").is_none_or(|term| term == "dumb");
    io::stdout().is_terminal() && !set("NO_COLOR") && !is_dumb
}

/// Shows help, or what is wrong with the arguments, in lines that fit the terminal, and ends.
pub fn end_with(error: &clap::Error) -> ! {
    let text = fitted(&error.render().to_string(), width());
    if error.use_stderr() {
        cli::note(text.trim_end());
        cli::finish_notes();
    } else {
        // That nobody reads the help is no reason to say more.
        let _ = show(&text);
    }
    std::process::exit(error.exit_code())
}

/// A text whose long lines go on in the next one, as far in as they began.
pub fn fitted(text: &str, width: usize) -> String {
    let mut fitted = String::new();
    for line in text.lines() {
        let begun = line.trim_start();
        let indent = &line[..line.len() - begun.len()];
        for part in crate::probe::shown::wrapped(begun, width.saturating_sub(indent.len())) {
            fitted.push_str(format!("{indent}{part}").trim_end());
            fitted.push('\n');
        }
    }
    fitted
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_line_goes_on_where_it_began() {
        assert_eq!(fitted("a\n\n    one two three\n", 12), "a\n\n    one two\n    three\n");
    }
}
