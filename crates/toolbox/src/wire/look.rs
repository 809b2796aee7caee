//! How output looks: its width, and whether it has colours.

use anstyle::{AnsiColor, Style};
use clap::ValueEnum;

use crate::terminal;

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
        let colour = match colour {
            Colour::Always => true,
            Colour::Never => false,
            Colour::Auto => terminal::has_colours(),
        };
        Self { width: terminal::width(), colour }
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
