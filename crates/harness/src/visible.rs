//! Bytes made visible: control characters as the symbols of Unicode's "Control Pictures", other bytes as `\xNN`.

use std::fmt::Write as _;

/// How many bytes of a long text stand around the place that matters.
const WINDOW: usize = 64;

/// Shows every byte: CR as `␍`, LF as `␊`, other control characters alike, bytes that are not UTF-8 as `\xNN`.
#[must_use]
pub fn visible(bytes: &[u8]) -> String {
    let mut shown = String::new();
    for chunk in bytes.utf8_chunks() {
        shown.extend(chunk.valid().chars().map(picture));
        for byte in chunk.invalid() {
            let _ = write!(shown, "\\x{byte:02x}");
        }
    }
    shown
}

fn picture(c: char) -> char {
    match c {
        '\0'..='\x1f' => char::from_u32(0x2400 + c as u32).unwrap_or(c),
        '\x7f' => '\u{2421}',
        _ => c,
    }
}

/// Like [`visible`], but of a long text only its beginning and its end, with its length.
pub(crate) fn shortened(bytes: &[u8]) -> String {
    if bytes.len() <= 4 * WINDOW {
        return visible(bytes);
    }
    let (start, end) = (&bytes[..WINDOW], &bytes[bytes.len() - WINDOW..]);
    format!("{} … {} ({} bytes)", visible(start), visible(end), bytes.len())
}

/// The part of a text around its byte number `focus`, and the column in which that byte stands.
pub(crate) fn around(bytes: &[u8], focus: usize) -> (String, usize) {
    let from = if bytes.len() <= WINDOW { 0 } else { focus.saturating_sub(WINDOW / 2) };
    let to = bytes.len().min(focus + WINDOW);
    let before = format!("{}{}", if from > 0 { "… " } else { "" }, visible(&bytes[from..focus.min(to)]));
    let after = visible(&bytes[focus.min(to)..to]);
    let cut = if to < bytes.len() { " …" } else { "" };
    let column = before.chars().count();
    (format!("{before}{after}{cut}"), column)
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
    }

    #[test]
    fn a_long_text_is_cut_around_the_place_that_matters() {
        let text: Vec<u8> = (0..500).map(|i| b'0' + u8::try_from(i % 10).unwrap_or(0)).collect();
        let (shown, column) = around(&text, 250);
        assert!(shown.starts_with("… ") && shown.ends_with(" …"), "{shown}");
        assert_eq!(shown.chars().nth(column), Some('0'));
        assert_eq!(around(b"short", 5), ("short".to_owned(), 5));
    }

    #[test]
    fn the_first_difference_is_counted_in_bytes() {
        assert_eq!(first_difference(b"abc", b"abd"), 2);
        assert_eq!(first_difference(b"ab", b"abc"), 2);
        assert_eq!(first_difference(b"", b""), 0);
    }
}
