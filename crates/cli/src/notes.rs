//! What a program says about itself, on standard error.

use std::backtrace::{Backtrace, BacktraceStatus};
use std::fmt::Display;
use std::io::{self, IsTerminal};
use std::net::SocketAddr;
use std::panic;
use std::thread;
use std::time::Duration;

use crate::outlet::ERROR;
use crate::visible;

/// How long a server waits before it accepts again after [`accept_failed`].
const PAUSE_AFTER_FAILED_ACCEPT: Duration = Duration::from_millis(100);

/// How long a line of an error is on a terminal, and what the others of it begin with.
const COLUMNS: usize = 80;

const INDENT: &str = "  ";

/// How long a program that ends waits for its last lines to be read.
pub(crate) const LAST_LINES: Duration = Duration::from_millis(750);

/// Writes one line about the program itself to standard error, as [`text`](crate::text) shows it. On a terminal, a line `error: …` that
/// is too long becomes several.
///
/// Unlike `eprintln!` it does not panic when standard error cannot be written to, it waits for a moment only when nobody
/// reads there, and the line goes out in one piece: other threads write lines too. When lines are lost, standard error says
/// how many as soon as it is read again.
pub fn note(line: impl Display) {
    let mut line = line.to_string();
    if line.starts_with("error: ") && !line.contains('\n') && io::stderr().is_terminal() {
        line = in_lines(&line, COLUMNS);
    }
    ERROR.write(&visible::text(format!("{line}\n").as_bytes()).to_string());
}

/// Writes whole lines to standard error, like [`note`], but without waiting for anything.
pub fn log(lines: &str) {
    ERROR.write_later(lines);
}

/// Waits until what was noted and logged is written, for a moment at most: [`exit`](crate::exit()) does so too.
pub fn finish_notes() {
    ERROR.finish(LAST_LINES);
}

/// Lets panics be told by [`note`]. The standard library's way waits while nobody reads standard error, and keeps all other
/// threads that panic waiting too.
pub fn note_panics() {
    panic::set_hook(Box::new(|info| {
        let thread = thread::current();
        let backtrace = Backtrace::capture();
        let trace =
            if backtrace.status() == BacktraceStatus::Captured { format!("\n{backtrace}") } else { String::new() };
        note(format_args!("thread '{}' {info}{trace}", thread.name().unwrap_or("<unnamed>")));
    }));
}

/// Says on standard error where a server listens: its first line, with the real port where port 0 was asked for.
pub fn listening_on(addr: SocketAddr) {
    note(format_args!("listening on {addr}"));
    // Whatever the program says next itself, on a busy machine too, comes after it.
    finish_notes();
}

/// Says on standard error that the connection to a client broke: the client is lost, the server is not.
pub fn client_lost(error: impl Display) {
    note(format_args!("client lost: {error}"));
}

/// Says on standard error that a connection could not be taken, and waits a moment.
///
/// Without the wait, a server that has run out of file descriptors would ask for the next connection, and fail, as fast
/// as it can.
pub fn accept_failed(error: &io::Error) {
    note(format_args!("cannot take a connection: {error}"));
    thread::sleep(PAUSE_AFTER_FAILED_ACCEPT);
}

/// A text of one line in several, none of them longer than `columns` as far as blanks allow.
fn in_lines(text: &str, columns: usize) -> String {
    let mut lines = String::new();
    let mut column = 0;
    for word in text.split_inclusive(' ') {
        let length = word.trim_end().chars().count();
        if column > INDENT.len() && column + length > columns {
            lines.truncate(lines.trim_end().len());
            lines.push('\n');
            lines.push_str(INDENT);
            column = INDENT.len();
        }
        lines.push_str(word);
        column += word.chars().count();
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_error_is_shown_in_lines_that_fit() {
        let text = "error: cannot connect to 127.0.0.1:12345: nobody listens there";
        let expected = "error: cannot connect to\n  127.0.0.1:12345: nobody\n  listens there";
        assert_eq!(in_lines(text, 25), expected);
        assert_eq!(in_lines(text, 80), text);
        assert_eq!(in_lines("error: no-blank-in-this-word at all", 12), "error:\n  no-blank-in-this-word\n  at all");
        assert_eq!(in_lines("", 80), "");
    }
}
