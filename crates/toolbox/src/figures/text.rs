//! How wide text is, as far as one can know it without drawing it.
//!
//! The book brings its two fonts along: Source Code Pro, in which every column is 0.6 em wide, and Open Sans, whose widths are
//! rounded up here, so that what fits here fits there.

use unicode_width::UnicodeWidthStr as _;

/// The size of all text in a figure, in its units. A figure is [`WIDTH`](super::canvas::WIDTH) units wide, and so is the
/// column of the book on a narrow phone: there, a unit is a pixel.
pub const SIZE: f64 = 13.0;

/// The smallest size, of what is said beside something else.
pub const SMALL: f64 = 12.0;

/// One of the two fonts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Font {
    /// Every character is as wide as any other: octets, names in code.
    Mono,
    /// Sentences and labels.
    Sans,
    /// Headings and names.
    Bold,
}

impl Font {
    /// The class of CSS that chooses it.
    pub const fn class(self) -> &'static str {
        match self {
            Self::Mono => "mono",
            Self::Sans => "sans",
            Self::Bold => "bold",
        }
    }

    /// How wide a text is in this font.
    pub fn width(self, text: &str, size: f64) -> f64 {
        match self {
            Self::Mono => columns(text) * 0.6 * size,
            Self::Sans => text.chars().map(em).sum::<f64>() * size,
            Self::Bold => text.chars().map(em).sum::<f64>() * 1.08 * size,
        }
    }

    /// A text in lines of at most this width, broken between words, and in them where one alone is too long.
    pub fn wrapped(self, text: &str, size: f64, width: f64) -> Vec<String> {
        let mut lines = Vec::new();
        let mut line = String::new();
        for word in text.split_whitespace() {
            let longer = if line.is_empty() { word.to_owned() } else { format!("{line} {word}") };
            if self.width(&longer, size) <= width {
                line = longer;
                continue;
            }
            if !line.is_empty() {
                lines.push(std::mem::take(&mut line));
            }
            for c in word.chars() {
                if !line.is_empty() && self.width(&format!("{line}{c}"), size) > width {
                    lines.push(std::mem::take(&mut line));
                }
                line.push(c);
            }
        }
        if !line.is_empty() {
            lines.push(line);
        }
        lines
    }
}

#[expect(clippy::cast_precision_loss, reason = "a line has fewer columns than a float counts exactly")]
fn columns(text: &str) -> f64 {
    text.width() as f64
}

/// How wide a character of Open Sans is, in em, rounded up.
fn em(c: char) -> f64 {
    match c {
        'i' | 'j' | 'l' | 'I' | '\'' | '.' | ',' | ':' | ';' | '|' | '!' | ' ' | '’' | '‘' => 0.28,
        '(' | ')' | '[' | ']' | '{' | '}' | '-' | 'f' | 't' | 'r' | '/' | '"' => 0.42,
        's' | 'c' | 'k' | 'v' | 'x' | 'y' | 'z' | 'J' | '?' | '“' | '”' => 0.53,
        'm' | 'W' | '@' | '%' | '…' | '—' => 0.94,
        'M' => 0.91,
        'w' | 'O' | 'Q' | 'D' | 'G' | 'H' | 'N' | 'U' => 0.79,
        'A' | 'B' | 'C' | 'K' | 'P' | 'R' | 'V' | 'X' => 0.66,
        'E' | 'F' | 'L' | 'S' | 'T' | 'Y' | 'Z' => 0.58,
        c if c.is_ascii() => 0.62,
        _ => 1.0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_broken_between_words_and_else_anywhere() {
        let broken = |text| Font::Mono.wrapped(text, 10.0, 36.0);
        assert_eq!(broken("one two three"), ["one", "two", "three"]);
        assert_eq!(broken("a bc defghijk"), ["a bc", "defghi", "jk"]);
        assert_eq!(broken(""), Vec::<String>::new());
    }

    #[test]
    fn a_column_is_six_tenths_of_the_size() {
        assert!((Font::Mono.width("GET /", 10.0) - 30.0).abs() < 0.001);
        assert!(Font::Bold.width("Mm", 10.0) > Font::Sans.width("Mm", 10.0));
    }
}
