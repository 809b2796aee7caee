//! How output looks: its width, and whether it has colours.

use std::env;
use std::io::{self, IsTerminal as _};

use anstyle::{AnsiColor, Style};
use clap::ValueEnum;
use terminal_size::{Width, terminal_size};

/// The width where there is no terminal, and where one is too narrow or wider than what can be read (columns).
const WIDTH: usize = 80;
const NARROWEST: usize = 60;
const WIDEST: usize = 140;

/// When there are colours
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub enum Colour {
    /// On a terminal, unless the environment variable `NO_COLOR` is set
    #[default]
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

/// How output looks.
#[derive(Debug, Clone, Copy)]
pub struct Look {
    pub width: usize,
    colour: bool,
}

impl Look {
    /// That of standard output.
    pub fn of_stdout(colour: Colour) -> Self {
        let given = env::var("COLUMNS").ok().and_then(|columns| columns.trim().parse().ok());
        let found =
            || terminal_size().map(|(Width(width), _)| usize::from(width)).filter(|_| io::stdout().is_terminal());
        let width = given.or_else(found).filter(|width| *width > 0).unwrap_or(WIDTH).clamp(NARROWEST, WIDEST);
        let is_set = |name| env::var_os(name).is_some_and(|value| !value.is_empty());
        let colour = match colour {
            Colour::Always => true,
            Colour::Never => false,
            Colour::Auto => {
                let is_dumb = env::var_os("TERM").is_some_and(|term| term == "dumb");
                // Windows' old console shows escape sequences as they are; the new one says its name.
                let has_colours = !cfg!(windows) || is_set("WT_SESSION") || is_set("TERM");
                io::stdout().is_terminal() && has_colours && !is_dumb && !is_set("NO_COLOR")
            }
        };
        Self { width, colour }
    }

    #[cfg(test)]
    pub fn plain(width: usize) -> Self {
        Self { width, colour: false }
    }

    /// The text in a style, where there are colours.
    pub fn styled(self, style: Style, text: &str) -> String {
        if self.colour && !text.is_empty() { format!("{style}{text}{style:#}") } else { text.to_owned() }
    }
}

/// What the client does.
pub const CLIENT: Style = AnsiColor::Cyan.on_default().bold();
/// What the server does.
pub const SERVER: Style = AnsiColor::Green.on_default().bold();
/// What is wrong.
pub const WRONG: Style = AnsiColor::Red.on_default().bold();
/// A start-line.
pub const START_LINE: Style = Style::new().bold();
/// What is said about octets beside them.
pub const ASIDE: Style = Style::new().dimmed();
