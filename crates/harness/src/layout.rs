//! Failures laid out for the terminal that shows them: lines as long as it is wide, and a caret below the byte that is
//! wrong.

use std::env;
use std::iter;

use unicode_width::UnicodeWidthStr as _;

use crate::visible::{boundary, pieces};

/// How long lines are where there is no terminal, and at most: longer ones are hard to read.
const WIDEST: usize = 110;
/// Below that, nothing fits beside the labels.
const NARROWEST: usize = 60;

/// How many bytes are kept on either side of a byte that is wrong: more than any line shows.
const WINDOW: usize = 128;

/// What stands where something was left out.
const CUT: &str = "… ";

/// How many columns a line has: those in the environment variable `COLUMNS`, or those of the terminal.
///
/// The terminal is found although `cargo test` keeps what a test prints: that is done within this process.
pub(crate) fn columns() -> usize {
    let given = env::var("COLUMNS").ok().and_then(|columns| columns.trim().parse().ok());
    let found = || terminal_size::terminal_size().map(|(width, _)| usize::from(width.0));
    given.or_else(found).unwrap_or(WIDEST).clamp(NARROWEST, WIDEST)
}

/// How many columns a text takes.
pub(crate) fn width(text: &str) -> usize {
    text.width()
}

/// Breaks a text at blanks into lines of at most `room` columns; line ends in the text stay. A word that is longer than a
/// line is broken anywhere.
pub(crate) fn folded(text: &str, room: usize) -> Vec<String> {
    let mut lines = Vec::new();
    for paragraph in text.split('\n') {
        let mut line = String::new();
        for word in paragraph.split_inclusive(' ') {
            if !line.is_empty() && width(&line) + width(word.trim_end_matches(' ')) > room {
                lines.push(line.trim_end_matches(' ').to_owned());
                line.clear();
            }
            line.push_str(word);
            while width(line.trim_end_matches(' ')) > room {
                let end = fitting(&line, room);
                let rest = line.split_off(end);
                lines.push(std::mem::replace(&mut line, rest));
            }
        }
        lines.push(line);
    }
    lines
}

/// How many bytes of a text take at most `room` columns, and at least one character.
fn fitting(text: &str, room: usize) -> usize {
    let ends = text.char_indices().map(|(start, c)| start + c.len_utf8());
    let mut ends = ends.enumerate().take_while(|&(number, end)| number == 0 || width(&text[..end]) <= room);
    ends.by_ref().last().map_or(text.len(), |(_, end)| end)
}

/// The bytes around one that matters, of which a line shows as many as fit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Excerpt {
    pub(crate) octets: Vec<u8>,
    /// Which of them it is.
    pub(crate) at: usize,
    /// Whether bytes in front of these, and after them, are left out.
    pub(crate) cut: (bool, bool),
    /// How many columns to make room for from the byte on: as many as the longer one of two that are compared needs.
    after_width: usize,
    /// What the caret says; without it there is none.
    says: Option<&'static str>,
}

impl Excerpt {
    /// What stands around the byte number `focus`, and what the caret below it says.
    pub(crate) fn around(bytes: &[u8], focus: usize, says: &'static str) -> Self {
        let focus = boundary(bytes, focus);
        let from = boundary(bytes, focus.saturating_sub(WINDOW));
        let to = boundary(bytes, focus.saturating_add(WINDOW));
        let after_width = total(&pieces(&bytes[focus..to]));
        let cut = (from > 0, to < bytes.len());
        Self { octets: bytes[from..to].to_vec(), at: focus - from, cut, after_width, says: Some(says) }
    }

    /// Two texts around the first byte in which they differ, so that what is equal stands one below the other.
    pub(crate) fn pair(expected: &[u8], came: &[u8], focus: usize) -> (Self, Self) {
        // Half a character may be equal; the whole of it is shown.
        let focus = boundary(expected, focus).min(boundary(came, focus));
        let mut pair = [expected, came].map(|bytes| Self::around(bytes, focus, "first difference"));
        let after_width = pair[0].after_width.max(pair[1].after_width);
        let cut = pair[0].cut.1 || pair[1].cut.1;
        for excerpt in &mut pair {
            excerpt.after_width = after_width + if cut { CUT.width() } else { 0 };
        }
        let [mut expected, came] = pair;
        expected.says = None;
        (expected, came)
    }

    /// A line of at most `room` columns, and the line of the caret below it, if there is one.
    pub(crate) fn lines(&self, room: usize) -> (String, Option<String>) {
        let (before_focus, after) = self.octets.split_at(self.at);
        let (all_before, after) = (pieces(before_focus), pieces(after));
        let mark = CUT.width();
        let left_mark = if self.cut.0 { mark } else { 0 };
        let all = left_mark + total(&all_before) + self.after_width;
        let room_before = if all <= room {
            room
        } else {
            // The half of the line, and what the other half does not need.
            (room / 2).max(room.saturating_sub(self.after_width + mark)).saturating_sub(mark)
        };
        let before = last(&all_before, room_before);
        let is_cut = self.cut.0 || before.len() < all_before.len();
        let mut line = format!("{}{}", if is_cut { CUT } else { "" }, before.concat());
        let column = width(&line);
        let room_after = room.saturating_sub(column);
        if self.cut.1 || total(&after) > room_after {
            line.extend(
                first(&after, room_after.saturating_sub(mark)).iter().map(String::as_str).chain(iter::once(" …")),
            );
        } else {
            line += &after.concat();
        }
        (line, self.says.map(|says| caret(column, says, room)))
    }
}

/// A caret in this column, and what it says: after it, or in front of it where the line ends.
fn caret(column: usize, says: &str, room: usize) -> String {
    let length = width(says) + 1;
    if column + 1 + length > room && column >= length {
        format!("{}{says} ^", " ".repeat(column - length))
    } else {
        format!("{}^ {says}", " ".repeat(column))
    }
}

fn total(pieces: &[String]) -> usize {
    pieces.iter().map(|piece| width(piece)).sum()
}

/// As many of the first pieces as fit.
fn first(pieces: &[String], room: usize) -> &[String] {
    let fit = (0..=pieces.len()).take_while(|&count| total(&pieces[..count]) <= room);
    &pieces[..fit.last().unwrap_or(0)]
}

/// As many of the last pieces as fit.
fn last(pieces: &[String], room: usize) -> &[String] {
    let fit = (0..=pieces.len()).take_while(|&count| total(&pieces[pieces.len() - count..]) <= room);
    &pieces[pieces.len() - fit.last().unwrap_or(0)..]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_folded_at_blanks() {
        assert_eq!(folded("one two three", 7), ["one two", "three"]);
        assert_eq!(folded(" one  two\n\nthree ", 20), [" one  two", "", "three "]);
        assert_eq!(folded("a word-without-end b", 6), ["a", "word-w", "ithout", "-end b"]);
        assert_eq!(folded("日本語 日本語", 7), ["日本語", "日本語"]);
        assert_eq!(folded("日本語", 3), ["日", "本", "語"]);
        assert_eq!(folded("", 7), [""]);
    }

    #[test]
    fn the_caret_stands_below_its_byte_at_any_width() {
        let texts = [
            b"0123456789".repeat(30),
            "日本語🙂".repeat(20).into_bytes(),
            b"\r\n\xff\x1b".repeat(60),
            b"short".to_vec(),
            "e\u{301} ".repeat(60).into_bytes(),
        ];
        for text in texts {
            for focus in (0..text.len()).step_by(5) {
                for room in [NARROWEST - 12, 68, WIDEST - 12] {
                    let mut wrong = text.clone();
                    wrong[focus] = b'X';
                    let (expected, came) = Excerpt::pair(&text, &wrong, focus);
                    let (line, caret) = came.lines(room);
                    let caret = caret.expect("a caret");
                    assert!(width(&line) <= room && width(&caret) <= room, "{room}:\n{line}\n{caret}");
                    let column =
                        width(caret.split('^').next().expect("the blanks and the words in front of the caret"));
                    let begins = line.char_indices().find(|&(at, _)| width(&line[..at]) == column).map(|(at, _)| at);
                    assert!(begins.is_some(), "{room}:\n{line}\n{caret}");
                    let other = expected.lines(room);
                    assert!(other.1.is_none() && width(&other.0) <= room);
                    assert!(
                        other.0.starts_with(&line[..begins.unwrap_or(0)]),
                        "what is equal differs:\n{line}\n{}",
                        other.0
                    );
                }
            }
        }
    }

    #[test]
    fn a_whole_character_is_compared() {
        let (expected, came) = Excerpt::pair("aé".as_bytes(), "aè".as_bytes(), 2);
        assert_eq!(expected.lines(50).0, "aé");
        assert_eq!(came.lines(50), ("aè".to_owned(), Some(" ^ first difference".to_owned())));
    }

    #[test]
    fn what_does_not_fit_is_cut_around_the_byte() {
        let text = "0123456789".repeat(50);
        let (line, caret) = Excerpt::around(text.as_bytes(), 250, "here").lines(40);
        assert_eq!(line, "… 234567890123456789012345678901234567 …");
        assert_eq!(caret.as_deref(), Some("                    ^ here"));
        let (line, caret) = Excerpt::around(text.as_bytes(), text.len(), "here").lines(40);
        assert_eq!(line, "… 456789012345678901234567890123456789");
        assert_eq!(caret.as_deref(), Some("                                 here ^"));
    }
}
