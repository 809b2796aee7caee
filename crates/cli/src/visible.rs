//! What somebody else sent, as a terminal may show it: none of it moves the cursor, changes colours or the title, or turns
//! the text around it.

use std::fmt::{self, Display, Write};

/// Shows received bytes as text: UTF-8 as it is, every other byte as `\xNN`, and what would steer a terminal escaped too.
///
/// Line ends and tabs stay, and a zero byte, which terminals pass over.
///
/// ```
/// assert_eq!(cli::text(b"h\xc3\xa9llo\r\n\xff\x1b[2J").to_string(), "h\u{e9}llo\r\n\\xff\\x1b[2J");
/// ```
#[must_use]
pub fn text(bytes: &[u8]) -> Text<'_> {
    Text(bytes)
}

/// Bytes that display as text; made by [`text`].
#[derive(Debug, Clone, Copy)]
pub struct Text<'a>(&'a [u8]);

impl Display for Text<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for chunk in self.0.utf8_chunks() {
            let mut valid = chunk.valid();
            while let Some((start, c)) = valid.char_indices().find(|&(start, c)| steers(c, &valid[start..])) {
                f.write_str(&valid[..start])?;
                if c.is_ascii() {
                    write!(f, "\\x{:02x}", u32::from(c))?;
                } else {
                    write!(f, "{}", c.escape_unicode())?;
                }
                valid = &valid[start + c.len_utf8()..];
            }
            f.write_str(valid)?;
            for byte in chunk.invalid() {
                write!(f, "\\x{byte:02x}")?;
            }
        }
        Ok(())
    }
}

/// Whether a character, the first of `text`, makes a terminal do something else than show it, or show what stands around it
/// in another order.
fn steers(c: char, text: &str) -> bool {
    match c {
        '\0' | '\t' | '\n' => false,
        // At the end of a line it does no harm; before other text, that would be written over the line.
        '\r' => !matches!(text.as_bytes(), [_] | [_, b'\n', ..]),
        _ => c.is_control() || turns_text(c),
    }
}

/// The characters of Unicode that change the direction of text (UAX #9 section 2), and those that end a line.
fn turns_text(c: char) -> bool {
    matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// Octets that are shown piece by piece.
///
/// What is cut between two pieces is kept until the next one.
#[derive(Debug, Default)]
pub(crate) struct Pieces {
    rest: Vec<u8>,
}

impl Pieces {
    pub(crate) const fn new() -> Self {
        Self { rest: Vec::new() }
    }

    /// The text of the next piece, without what only the piece after it can tell.
    pub(crate) fn next(&mut self, piece: &[u8]) -> String {
        self.rest.extend_from_slice(piece);
        let whole = self.rest.len() - undecided(&self.rest);
        let mut shown = String::with_capacity(whole);
        // Writing to a String does not fail.
        let _ = write!(shown, "{}", text(&self.rest[..whole]));
        self.rest.drain(..whole);
        shown
    }

    /// What is left when no further piece comes.
    pub(crate) fn end(&mut self) -> String {
        text(&std::mem::take(&mut self.rest)).to_string()
    }
}

/// How many octets at the end are the beginning of a character, or a CR, which may be half a line end.
fn undecided(octets: &[u8]) -> usize {
    let is_cut =
        |tail: &[u8]| str::from_utf8(tail).is_err_and(|error| error.valid_up_to() == 0 && error.error_len().is_none());
    let tail = |count: usize| octets.len().checked_sub(count).map_or(&[][..], |start| &octets[start..]);
    if tail(1) == b"\r" { 1 } else { (1..=3).find(|&count| is_cut(tail(count))).unwrap_or(0) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_shows_utf8_as_it_is_and_other_bytes_escaped() {
        assert_eq!(text("héllo\n".as_bytes()).to_string(), "héllo\n");
        assert_eq!(text(b"a\xff\xfeb\xc3").to_string(), "a\\xff\\xfeb\\xc3");
        assert_eq!(text(b"").to_string(), "");
    }

    #[test]
    fn text_never_steers_a_terminal() {
        for (bytes, shown) in [
            (&b"\x1b]0;t\x07\x1b[31mred"[..], "\\x1b]0;t\\x07\\x1b[31mred"),
            (b"\x08\x7f\x0b\x0c\x0e", "\\x08\\x7f\\x0b\\x0c\\x0e"),
            ("\u{9b}2J\u{85}".as_bytes(), "\\u{9b}2J\\u{85}"),
            (b"\x9b2J", "\\x9b2J"),
            ("a\u{202e}b\u{2066}\u{200f}\u{2028}".as_bytes(), "a\\u{202e}b\\u{2066}\\u{200f}\\u{2028}"),
            (b"a\r\nb\tc\r\n\r\n", "a\r\nb\tc\r\n\r\n"),
            (b"over\rwritten\r", "over\\x0dwritten\r"),
            (b"\r\r\n", "\\x0d\r\n"),
            (b"\0", "\0"),
        ] {
            assert_eq!(text(bytes).to_string(), shown, "{bytes:?}");
        }
    }

    #[test]
    fn pieces_show_what_the_whole_shows_wherever_it_is_cut() {
        let whole = "h\u{e9} \u{202e}x\u{9b}\u{1f600}\r\na\rb\x1b[\r".as_bytes();
        let whole = [whole, b"\xc3(\xf0\x9f\x98x\xe2\x80"].concat();
        for first in 0..=whole.len() {
            for second in first..=whole.len() {
                let mut pieces = Pieces::new();
                let parts = [&whole[..first], &whole[first..second], &whole[second..]];
                let shown: String = parts.map(|part| pieces.next(part)).concat() + &pieces.end();
                assert_eq!(shown, text(&whole).to_string(), "cut at {first} and {second}");
            }
        }
    }
}
