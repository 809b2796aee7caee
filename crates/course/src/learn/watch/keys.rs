//! What is typed while a room is watched.

/// What a key asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Key {
    Hint,
    Next,
    Previous,
    Run,
    Open,
    Wire,
    Quit,
    LineDown,
    LineUp,
    PageDown,
    PageUp,
    /// Whatever else: it closes a page.
    Other,
}

impl Key {
    fn of(octet: u8) -> Self {
        match octet {
            b'h' => Self::Hint,
            b'n' => Self::Next,
            b'p' => Self::Previous,
            b'r' => Self::Run,
            b'o' => Self::Open,
            b'w' => Self::Wire,
            // Ctrl-C and Ctrl-D, where the terminal hands them on.
            b'q' | 0x03 | 0x04 => Self::Quit,
            b' ' => Self::PageDown,
            b'b' => Self::PageUp,
            b'j' => Self::LineDown,
            b'k' => Self::LineUp,
            _ => Self::Other,
        }
    }

    /// What a word asks for that is typed as a line: `h`, `hint`.
    pub fn of_line(line: &str) -> Option<Self> {
        let key = Self::of(*line.trim().as_bytes().first()?);
        let is_command = !matches!(key, Self::LineDown | Self::LineUp | Self::PageDown | Self::PageUp | Self::Other);
        is_command.then_some(key)
    }
}

/// The keys among what a terminal sent, which sends some of them as sequences that begin with escape.
#[cfg(unix)]
pub fn keys(mut octets: &[u8]) -> Vec<Key> {
    let mut keys = Vec::new();
    while let Some((first, rest)) = octets.split_first() {
        let [0x1b, b'[' | b'O', rest @ ..] = octets else {
            keys.push(Key::of(*first));
            octets = rest;
            continue;
        };
        let end = rest.iter().position(|octet| (0x40..=0x7e).contains(octet)).map_or(rest.len(), |end| end + 1);
        let (sequence, rest) = rest.split_at(end);
        keys.push(match sequence {
            b"A" => Key::LineUp,
            b"B" => Key::LineDown,
            b"5~" => Key::PageUp,
            b"6~" => Key::PageDown,
            _ => Key::Other,
        });
        octets = rest;
    }
    keys
}

#[cfg(test)]
mod tests {
    use super::*;

    #[cfg(unix)]
    #[test]
    fn letters_are_commands_and_those_in_sequences_are_none() {
        assert_eq!(keys(b"hq"), [Key::Hint, Key::Quit]);
        assert_eq!(keys(b"\x1b[B\x1bOA\x1b[6~ "), [Key::LineDown, Key::LineUp, Key::PageDown, Key::PageDown]);
        assert_eq!(keys(b"\x1b[1;5q\x1b\x1b[200~n"), [Key::Other, Key::Other, Key::Other, Key::Next]);
        assert_eq!(keys("é\u{1b}[".as_bytes()), [Key::Other; 3]);
        assert_eq!(keys(b"\x03"), [Key::Quit]);
    }

    #[test]
    fn a_line_is_a_command_by_its_first_letter() {
        assert_eq!(Key::of_line(" hint\r\n"), Some(Key::Hint));
        assert_eq!((Key::of_line(""), Key::of_line("j"), Key::of_line("é")), (None, None, None));
    }
}
