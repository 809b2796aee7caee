//! Text in columns, and octets that everybody can see.

use harness::visible;

/// How many octets of a conversation are shown at its beginning and at its end.
const BEGINNING: usize = 200;
const ENDING: usize = 60;

/// Octets in the form in which a terminal may show them; of many, the beginning and the end.
pub fn octets(octets: &[u8]) -> String {
    if octets.len() <= BEGINNING + ENDING {
        return visible(octets);
    }
    let left_out = octets.len() - BEGINNING - ENDING;
    let (beginning, ending) = (&octets[..BEGINNING], &octets[octets.len() - ENDING..]);
    format!("{} … {left_out} octets … {}", visible(beginning), visible(ending))
}

/// A label and a text beside it, in lines of `width` columns.
pub fn labelled(label: &str, text: &str, width: usize) -> String {
    let indent = " ".repeat(label.len());
    let lines = wrapped(text, width.saturating_sub(label.len()).max(10));
    let mut shown = String::new();
    for (number, line) in lines.iter().enumerate() {
        shown.push_str(if number == 0 { label } else { &indent });
        shown.push_str(line);
        shown.push('\n');
    }
    shown
}

/// A text in lines of `width` columns, broken at spaces where there are some.
pub fn wrapped(text: &str, width: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in text.split(' ') {
        let room = width.saturating_sub(lines.last().map_or(0, |line| line.chars().count()));
        let is_first = lines.last().is_some_and(String::is_empty);
        if !is_first && word.chars().count() + 1 > room {
            lines.push(String::new());
        } else if !is_first && let Some(line) = lines.last_mut() {
            line.push(' ');
        }
        for c in word.chars() {
            if lines.last().is_some_and(|line| line.chars().count() >= width) {
                lines.push(String::new());
            }
            if let Some(line) = lines.last_mut() {
                line.push(c);
            }
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_broken_at_spaces_and_nothing_is_lost() {
        assert_eq!(wrapped("one two three", 7), ["one two", "three"]);
        assert_eq!(wrapped("abcdefghij k", 4), ["abcd", "efgh", "ij k"]);
        assert_eq!(wrapped("", 4), [""]);
        assert_eq!(labelled("  why  ", "a b", 80), "  why  a b\n");
    }

    #[test]
    fn many_octets_are_shown_in_part() {
        let shown = octets(&vec![b'a'; 1000]);
        assert!(shown.contains("740 octets") && shown.len() < 500, "{shown}");
        assert_eq!(octets(b"a\r\n"), "a␍␊");
    }
}
