//! Octets of a server as a terminal may show them: nothing in them moves the cursor or hides what stands beside it.

use std::fmt::{self, Display, Write};

/// Octets that display as text without control characters. Those of ASCII become the symbols of Unicode's "Control
/// Pictures" (CR is `␍`), what is no UTF-8 becomes `\xNN`, other characters that a terminal acts on `\u{NN}`.
pub struct Visible<'a>(pub &'a [u8]);

impl Display for Visible<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for chunk in self.0.utf8_chunks() {
            chunk.valid().chars().try_for_each(|c| match c {
                '\0'..='\x1f' => f.write_char(char::from_u32(0x2400 + u32::from(c)).unwrap_or('\u{fffd}')),
                '\x7f' => f.write_char('\u{2421}'),
                _ if c.is_control() || turns_text(c) => write!(f, "{}", c.escape_unicode()),
                _ => f.write_char(c),
            })?;
            chunk.invalid().iter().try_for_each(|octet| write!(f, "\\x{octet:02x}"))?;
        }
        Ok(())
    }
}

/// Whether a character changes the direction in which those around it are shown, so that a text looks like another.
fn turns_text(c: char) -> bool {
    matches!(c, '\u{200e}' | '\u{200f}' | '\u{061c}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}
