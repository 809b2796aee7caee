//! Bytes made visible: control characters as the symbols of Unicode's "Control Pictures", other bytes as `\xNN`. Nothing of
//! it steers the terminal that shows it.

use std::fmt::Write as _;

/// How many bytes of a long text stand at its beginning and at its end.
const WINDOW: usize = 64;

/// Shows every byte: CR as `␍`, LF as `␊`, other control characters alike, bytes that are not UTF-8 as `\xNN`, and
/// characters that are not seen, look like a blank, or change the direction of text as `\u{NN}`.
#[must_use]
pub fn visible(bytes: &[u8]) -> String {
    let mut shown = String::new();
    for chunk in bytes.utf8_chunks() {
        chunk.valid().chars().for_each(|c| show(c, &mut shown));
        for byte in chunk.invalid() {
            let _ = write!(shown, "\\x{byte:02x}");
        }
    }
    shown
}

/// The same, for each character and each foreign byte apart.
pub(crate) fn pieces(bytes: &[u8]) -> Vec<String> {
    let mut shown = Vec::new();
    for chunk in bytes.utf8_chunks() {
        shown.extend(chunk.valid().chars().map(|c| {
            let mut piece = String::new();
            show(c, &mut piece);
            piece
        }));
        shown.extend(chunk.invalid().iter().map(|byte| format!("\\x{byte:02x}")));
    }
    shown
}

fn show(c: char, to: &mut String) {
    match c {
        '\0'..='\x1f' => to.extend(char::from_u32(0x2400 + c as u32)),
        '\x7f' => to.push('\u{2421}'),
        _ if is_seen(c) => to.push(c),
        _ => to.extend(c.escape_unicode()),
    }
}

/// Whether a terminal shows a character as itself, and a reader takes it for nothing else.
fn is_seen(c: char) -> bool {
    let is_unseen = matches!(
        c,
        // What is ignored where it cannot be shown (Default_Ignorable_Code_Point), the characters that change the
        // direction of text (UAX #9 section 2) among it.
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{180b}'..='\u{180f}'
            | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{3164}'
            | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}' | '\u{fff0}'..='\u{fffb}'
            | '\u{1bca0}'..='\u{1bca3}' | '\u{1d173}'..='\u{1d17a}' | '\u{e0000}'..='\u{e0fff}'
    );
    // A blank of another kind, or the end of a line or a paragraph.
    let is_blank = c.is_whitespace() && c != ' ';
    !(is_unseen || is_blank || c.is_control())
}

/// Text of any origin, as a terminal may show it; line ends stay.
pub(crate) fn harmless(text: &str) -> String {
    let mut shown = String::new();
    for c in text.chars() {
        if c == '\n' { shown.push(c) } else { show(c, &mut shown) }
    }
    shown
}

/// Like [`visible`], but of a long text only its beginning and its end, with its length.
pub(crate) fn shortened(bytes: &[u8]) -> String {
    Ends::of(bytes).shown()
}

/// A text of any length, of which so much is kept as is shown.
#[derive(Debug, Clone, Default)]
pub(crate) struct Ends {
    /// All of a short text.
    start: Vec<u8>,
    end: Vec<u8>,
    len: usize,
}

/// Up to which length a text is shown whole.
const SHORT: usize = 4 * WINDOW;

impl Ends {
    pub(crate) fn of(bytes: &[u8]) -> Self {
        let mut ends = Self::default();
        ends.push(bytes);
        ends
    }

    /// Adds what follows.
    pub(crate) fn push(&mut self, bytes: &[u8]) {
        // A character may begin before the window.
        const END: usize = WINDOW + 3;
        let room = SHORT - self.start.len();
        self.start.extend_from_slice(&bytes[..bytes.len().min(room)]);
        self.end.extend_from_slice(&bytes[bytes.len().saturating_sub(END)..]);
        self.end.drain(..self.end.len().saturating_sub(END));
        self.len += bytes.len();
    }

    pub(crate) fn len(&self) -> usize {
        self.len
    }

    pub(crate) fn shown(&self) -> String {
        match self.shown_with_length() {
            (shown, Some(length)) => format!("{shown} ({length})"),
            (shown, None) => shown,
        }
    }

    /// The same, with the length beside it where not all is shown: `300000 bytes`.
    pub(crate) fn shown_with_length(&self) -> (String, Option<String>) {
        if self.len <= SHORT {
            return (visible(&self.start), None);
        }
        let start = &self.start[..boundary(&self.start, WINDOW)];
        let end = &self.end[boundary(&self.end, self.end.len() - WINDOW)..];
        (format!("{} … {}", visible(start), visible(end)), Some(format!("{} bytes", self.len)))
    }
}

/// The last place at or before `at` where a character or a foreign byte begins.
pub(crate) fn boundary(bytes: &[u8], at: usize) -> usize {
    let at = at.min(bytes.len());
    let starts = (at.saturating_sub(3)..at).rev();
    let mut begun = starts.filter(|&start| {
        bytes[start..]
            .utf8_chunks()
            .next()
            .is_some_and(|chunk| chunk.valid().chars().next().is_some_and(|c| start + c.len_utf8() > at))
    });
    begun.next().unwrap_or(at)
}

/// The number of the first byte in which two texts differ; of equal texts, their length.
pub(crate) fn first_difference(a: &[u8], b: &[u8]) -> usize {
    a.iter().zip(b).take_while(|(a, b)| a == b).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn control_characters_and_foreign_bytes_are_seen() {
        assert_eq!(visible(b"a\r\n\t\0\x7f\xffz"), "a␍␊␉␀␡\\xffz");
        assert_eq!(visible("é".as_bytes()), "é");
        assert_eq!(pieces(b"a\r\xffz").concat(), visible(b"a\r\xffz"));
    }

    #[test]
    fn nothing_steers_the_terminal() {
        assert_eq!(visible(b"\x1b[2J\x1b]0;t\x07"), "␛[2J␛]0;t␇");
        assert_eq!(visible("\u{9b}2J\u{85}".as_bytes()), "\\u{9b}2J\\u{85}");
        assert_eq!(visible(b"\x9b2J"), "\\x9b2J");
        assert_eq!(visible("a\u{202e}b\u{2066}\u{200f}\u{2028}".as_bytes()), "a\\u{202e}b\\u{2066}\\u{200f}\\u{2028}");
        assert_eq!(harmless("one\ntwo\r\x1b[2J\u{9d}"), "one\ntwo␍␛[2J\\u{9d}");
        for c in (0..=0x0010_ffff).filter_map(char::from_u32).filter(|c| c.is_control()) {
            assert!(!visible(c.to_string().as_bytes()).contains(c), "{c:?}");
        }
    }

    #[test]
    fn what_looks_like_something_else_is_told_apart() {
        assert_eq!(
            visible("a\u{a0}b\u{200b}\u{feff}\u{3000}\u{ad}".as_bytes()),
            "a\\u{a0}b\\u{200b}\\u{feff}\\u{3000}\\u{ad}"
        );
        assert_eq!(visible("日本 e\u{301} 🙂".as_bytes()), "日本 e\u{301} 🙂");
    }

    #[test]
    fn a_long_text_is_cut_between_characters() {
        let text = "€".repeat(100);
        assert_eq!(shortened(text.as_bytes()), format!("{} … {} (300 bytes)", "€".repeat(21), "€".repeat(22)));
        let mut ends = Ends::default();
        text.as_bytes().chunks(7).for_each(|piece| ends.push(piece));
        assert_eq!(ends.shown(), shortened(text.as_bytes()));
        assert_eq!(boundary("a€b".as_bytes(), 3), 1);
        assert_eq!(boundary("a€b".as_bytes(), 4), 4);
        assert_eq!(boundary(b"a\xe2\x82", 3), 3);
        assert_eq!(boundary(b"a\xe2\x82b", 2), 2);
        assert_eq!(boundary(b"", 1), 0);
    }

    #[test]
    fn the_first_difference_is_counted_in_bytes() {
        assert_eq!(first_difference(b"abc", b"abd"), 2);
        assert_eq!(first_difference(b"ab", b"abc"), 2);
        assert_eq!(first_difference(b"", b""), 0);
    }
}
